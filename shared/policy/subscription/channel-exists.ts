import { message } from '../../messages/message.ts';
import { channelOf } from '../../model/package-manifest.ts';
import type { Subscription } from '../../model/subscription.ts';
import { allow, defineRule, deny } from '../rule.ts';

/** How many versions an objection lists. */
const shown = 5;

/**
 * A Subscription names a channel that its package has, and a first version that the channel has.
 *
 * Looks at: `.spec.channel`, `.spec.startingCSV`
 * Allows:   an empty field; any startingCSV once something is installed, because OLM ignores it then; everything of a package that is not in
 *           the catalogue, which the platform itself refuses
 * Denies:   a channel the package lacks; a startingCSV of the first version that equals none of the channel's entries
 */
export const channelExists = defineRule<Subscription>()({
  id: 'subscription.channel-exists',
  operations: ['CREATE', 'UPDATE'],
  fields: ['spec.name', 'spec.source', 'spec.sourceNamespace', 'spec.channel', 'spec.startingCSV'],
  needs: ['operatorPackage'],
  deniesAbsence: true,
  check({ object: { spec, status }, facts: { operatorPackage } }) {
    if (operatorPackage === null) return allow;
    const operator = spec.name;
    const channel = channelOf(operatorPackage, spec.channel);
    if (channel === undefined) {
      const channels = operatorPackage.status.channels.map(({ name }) => name);
      return deny(
        'spec.channel',
        message('rule.subscription.channel-exists', { operator, channel: spec.channel ?? '' }),
        message('rule.subscription.channel-exists.way-out', { channels }),
      );
    }
    const versions = (channel.entries ?? []).map(({ name }) => name);
    if (!spec.startingCSV || status?.installedCSV || versions.includes(spec.startingCSV)) return allow;
    return deny(
      'spec.startingCSV',
      message('rule.subscription.channel-exists.version', { operator, channel: channel.name, version: spec.startingCSV }),
      message('rule.subscription.channel-exists.version.way-out', { operator, versions: versions.slice(0, shown) }),
    );
  },
});
