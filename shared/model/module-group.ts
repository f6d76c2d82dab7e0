/** What the kinds around cluster plugins have in common: they live on the global cluster only, and in no namespace. */
export const alphaModules = { group: 'cluster.alauda.io', version: 'v1alpha1', namespaced: false } as const;
