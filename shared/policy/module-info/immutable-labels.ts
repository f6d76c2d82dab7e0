import { message } from '../../messages/message.ts';
import type { ModuleInfo } from '../../model/module-info.ts';
import { labelPath, moduleLabels } from '../../model/module-labels.ts';
import { celEntry } from '../cel.ts';
import { allow, type CelCheck, defineRule, deny } from '../rule.ts';

const labels = [moduleLabels.cluster, moduleLabels.module];

/**
 * An installation never moves to another cluster or turns into another plugin.
 *
 * Looks at: `.metadata.labels[cpaas.io/cluster-name]`, `.metadata.labels[cpaas.io/module-name]`
 * Allows:   a value where there was none: old objects of the global cluster lack the labels
 * Denies:   another value, or none, where there was one
 */
export const immutableLabels = defineRule<ModuleInfo>()({
  id: 'module-info.immutable-labels',
  operations: ['UPDATE'],
  fields: labels.map(labelPath),
  needs: [],
  cel: labels.map(celCheck),
  check({ operation, object }) {
    if (operation.type !== 'UPDATE') return allow;
    return labels.flatMap((label) => {
      const [before, now] = [valueOf(operation.old, label), valueOf(object, label)];
      if (before === '' || before === now) return allow;
      return deny(
        labelPath(label),
        message('rule.module-info.immutable-labels', { before, now }),
        message('rule.module-info.immutable-labels.way-out'),
      );
    });
  },
});

function celCheck(label: string): CelCheck {
  const [before, now] = [celEntry('oldObject', 'labels', label), celEntry('object', 'labels', label)];
  return {
    path: labelPath(label),
    expression: `${before} == '' || ${before} == ${now}`,
    fault: 'rule.module-info.immutable-labels',
    wayOut: 'rule.module-info.immutable-labels.way-out',
    data: { before, now },
  };
}

function valueOf({ metadata }: ModuleInfo, label: string): string {
  return metadata.labels?.[label] ?? '';
}
