import { message } from '../../messages/message.ts';
import { targetNamespacesAnnotation } from '../../model/assumptions.ts';
import { channelOf } from '../../model/package-manifest.ts';
import type { Subscription } from '../../model/subscription.ts';
import { allow, defineRule, lacking, warn } from '../rule.ts';

const path = `metadata.annotations[${targetNamespacesAnnotation}]`;

/**
 * An operator watches all namespaces where it can, and names those it watches where it cannot.
 *
 * Looks at: `.metadata.annotations[cpaas.io/target-namespaces]`
 * Allows:   an empty or absent annotation where the operator supports AllNamespaces; named namespaces where it does not
 * Warns:    of the reverse of either: OLM v1 has no other mode, and an operator without AllNamespaces does not start
 */
export const allNamespaces = defineRule<Subscription>()({
  id: 'subscription.all-namespaces',
  operations: ['CREATE', 'UPDATE'],
  fields: [path],
  needs: ['operatorPackage'],
  check({ object: { spec, metadata }, facts: { operatorPackage } }) {
    const channel = operatorPackage === null ? undefined : channelOf(operatorPackage, spec.channel);
    if (channel === undefined) return allow;
    const modes = channel.currentCSVDesc?.installModes;
    if (modes === undefined) return lacking('operatorPackage');
    const supported = modes.filter((mode) => mode.supported).map(({ type }) => type);
    const targets = metadata.annotations?.[targetNamespacesAnnotation] ?? '';
    const operator = spec.name;
    if (supported.includes('AllNamespaces') === (targets === '')) return allow;
    return targets === ''
      ? warn(
          path,
          message('rule.subscription.all-namespaces.lacking', { operator, supported }),
          message('rule.subscription.all-namespaces.lacking.way-out'),
        )
      : warn(path, message('rule.subscription.all-namespaces', { operator }), message('rule.subscription.all-namespaces.way-out'));
  },
});
