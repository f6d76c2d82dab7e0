/** What a bundle image brings along. Nobody has checked the shape of the documents. */
export interface BundleContent {
  /** The documents in its folder of manifests: a CSV, CustomResourceDefinitions, and others. */
  readonly manifests: readonly unknown[];
  /** The items of `metadata/dependencies.yaml`. */
  readonly dependencies: readonly unknown[];
}
