import { message } from '../../messages/message.ts';
import { canonicalName as nameFor, canonicalNameOf } from '../../model/canonical-name.ts';
import { pairOf } from '../../model/claim.ts';
import type { ModuleInfo } from '../../model/module-info.ts';
import { allow, defineRule, deny } from '../rule.ts';

/**
 * A ModuleInfo is created under the name that the platform gives it.
 *
 * Looks at: `.metadata.name`, the labels `cpaas.io/cluster-name` and `cpaas.io/module-name`, the annotation `cpaas.io/display-name`
 * Allows:   the canonical name, which follows from cluster, plugin and display name, and the one that follows without a display name, because the
 *           platform may add one on the way; any name where the labels leave open what is installed, or where: other rules deny that
 * Denies:   any other name, and none with `generateName`, but only where an administrator has set its mode to `enforce`: the manual's recipes use
 *           other names, and the platform renames them
 */
export const canonicalName = defineRule<ModuleInfo>()({
  id: 'module-info.canonical-name',
  operations: ['CREATE'],
  fields: ['metadata.name'],
  needs: [],
  check({ object }) {
    const [wanted, pair] = [canonicalNameOf(object), pairOf(object)];
    if (wanted === undefined || pair === undefined) return allow;
    // A name that the API server is still to generate is absent.
    const name: string | undefined = object.metadata.name;
    if (name === wanted || name === nameFor(pair)) return allow;
    return deny(
      'metadata.name',
      message('rule.module-info.canonical-name', { name: name || '<none>' }),
      message('rule.module-info.canonical-name.way-out', { wanted }),
    );
  },
});
