/**
 * Every guess about the closed platform stands here, so that one look shows what is not published.
 * Everything else in this project is published, read in source, or measured.
 */

/** The annotation of CSVs that names the kind of publisher. Found on public Alauda CSVs; that the platform reads this key is assumed. */
export const providerTypeAnnotation = 'provider-type';

/** Its values. Only `platform` has been seen to matter; `certified` and `curated` are assumed. */
export const providerTypes = {
  alauda: 'platform',
  marketplace: 'certified',
  curated: 'curated',
  community: 'community',
  custom: 'custom',
} as const;

/** The one ProductBase of a platform. That it names an operator by its package, and means by `providerType` what the mark of CSVs means, is assumed. */
export const productBaseName = 'base';

/** A cluster belongs to the platform when its discovery serves this group; assumed. */
export const platformGroup = 'app.alauda.io';

/** The annotation from which the platform makes an OperatorGroup: empty means the whole cluster; that several are separated by commas is assumed. */
export const targetNamespacesAnnotation = 'cpaas.io/target-namespaces';

/** How long the platform may take to make the OperatorGroup before we say that it did not, in milliseconds; assumed. */
export const operatorGroupPatience = 30_000;

/** The catalogue that the console hides. */
export const hiddenCatalog = 'system';

/** The groups whose writes are the platform's own and never judged; assumed. */
export const platformGroups: readonly string[] = ['system:serviceaccounts:cpaas-system', 'system:serviceaccounts:kube-system'];

/** The namespaces of the platform's catalogues. */
export const catalogNamespaces: readonly string[] = ['cpaas-system'];

/** In the dependencies of a plugin this name means the base version of the cluster; assumed. */
export const baseModule = 'base';

/** The label of the Cluster that is the global one: `is-global: "true"`. Published in affinities of plugins; that every platform sets it is assumed. */
export const globalLabel = 'is-global';

/** The catalogue that the operators of a package go to unless somebody says another one. */
export const usualCatalog = 'platform';

/**
 * Where a chart keeps what makes it a plugin, below its own folder. Published; that the platform takes the name of the chart's repository,
 * without its registry, for `spec.mainChart`, and the version of the chart for that of the plugin, is assumed.
 */
export const pluginFiles = { plugin: 'module-plugin.yaml', config: 'scripts/plugin-config.yaml' } as const;
