import type { KubeObject } from './object.ts';

/** What an RBAC rule of a CSV allows. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs?: readonly string[];
}

/** The rights that a CSV wants for one account. */
export interface AccountPermissions {
  readonly serviceAccountName: string;
  readonly rules?: readonly PolicyRule[];
}

/** A CSV as it lies in a bundle. */
export interface BundleCsv extends KubeObject {
  readonly spec: {
    readonly displayName?: string;
    readonly version?: string;
    readonly replaces?: string;
    readonly skips?: readonly string[];
    readonly relatedImages?: readonly { readonly name?: string; readonly image?: string }[];
    readonly install?: {
      readonly spec?: {
        readonly permissions?: readonly AccountPermissions[];
        readonly clusterPermissions?: readonly AccountPermissions[];
        readonly deployments?: readonly { readonly name: string; readonly spec?: unknown }[];
      };
    };
  };
}

/** A CustomResourceDefinition as it lies in a bundle. */
export interface BundleCrd extends KubeObject {
  readonly spec: { readonly versions?: readonly { readonly name: string; readonly served?: boolean; readonly storage?: boolean }[] };
}

/** What a bundle image brings along in its folders `manifests` and `metadata`. */
export interface BundleContent {
  readonly csv: BundleCsv;
  readonly crds: readonly BundleCrd[];
  /** `metadata/dependencies.yaml` */
  readonly dependencies: readonly { readonly type: string; readonly value: unknown }[];
}
