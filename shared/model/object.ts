/** The part of `metadata` of a Kubernetes object that this program reads or writes. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  /** RFC 3339, as the API server writes it. */
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: ManagedFields[];
}

/** One entry of `metadata.managedFields`: which fields somebody set last, as a tree of `f:<name>`. */
export interface ManagedFields {
  manager?: string;
  time?: string;
  fieldsV1?: Record<string, Record<string, unknown> | undefined>;
}

/** One entry of `metadata.ownerReferences`. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
}

/** Any Kubernetes object: what it is and what it is called. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** One entry of `status.conditions` as most kinds write it. */
export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}
