import { moduleLabels } from './module-labels.ts';
import type { KubeObject } from './object.ts';

/** How a plugin is upgraded, with its cluster (`core`) or alone (`aligned`, `agnostic`): the lifecycle that the first labelled of these objects names; agnostic where none does. The case of the label does not matter. */
export function lifecycleOf(objects: readonly (Pick<KubeObject, 'metadata'> | null | undefined)[]): string {
  const labels = objects.map((object) => object?.metadata.labels?.[moduleLabels.lifecycle]);
  return labels.find((label) => label !== undefined && label !== '')?.toLowerCase() ?? 'agnostic';
}
