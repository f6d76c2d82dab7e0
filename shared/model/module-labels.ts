/** The labels by which the platform knows what a Module* object is about. A name of an object proves nothing: the platform renames. */
export const moduleLabels = {
  /** The target cluster; old objects of the global cluster may lack it. */
  cluster: 'cpaas.io/cluster-name',
  /** The plugin. */
  module: 'cpaas.io/module-name',
  /** `plugin`; without it an installation fails. */
  type: 'cpaas.io/module-type',
  /** `core`, `aligned` or `agnostic`; absent means agnostic. */
  lifecycle: 'cpaas.io/lifecycle-type',
} as const;

/** The only value of the type label for cluster plugins. */
export const pluginType = 'plugin';

/** The path of a label as Kubernetes writes it: `metadata.labels[cpaas.io/module-type]`. */
export function labelPath(label: string): string {
  return `metadata.labels[${label}]`;
}
