import type { KubeObject } from '../../model/object.ts';
import type { Resource } from '../../model/resource.ts';
import type { PlatformRole } from '../../policy/rule.ts';

/** An object with all its fields, ready to be applied. */
export type Manifest = KubeObject & Readonly<Record<string, unknown>>;

/**
 * Where the certificate of the webhook comes from, and whoever is to trust it: the webhook makes both, somebody keeps them in a Secret and in
 * the registrations, or cert-manager does.
 */
export type TlsMode = 'own' | 'secret' | 'cert-manager';

/** What an installation of the webhook depends on. */
export interface WebhookWish {
  /** What the cluster is to the platform: plugins are installed from the global one only. */
  readonly role: PlatformRole;
  readonly image: string;
  /** A Secret in the webhook's namespace with which its image is pulled. */
  readonly pullSecret?: string;
  readonly replicas: number;
  readonly tls: TlsMode;
  /** Whom the API server is to trust, in base64, where that is known before and nobody else says it. */
  readonly caBundle?: string;
}

/** What holds where nothing is said. */
export const usualWish: WebhookWish = { role: 'global', image: 'kubectl-ext-webhook:v0.1.0', replicas: 2, tls: 'own' };

/** The namespace of the webhook. */
export const webhookNamespace = 'ext-system';

/** The name of nearly everything that belongs to it. */
export const webhookName = 'ext-webhook';

/** The Secret that holds the authority of its certificates. */
export const authoritySecret = 'ext-webhook-ca';

/** The Secret with a certificate that somebody else has issued, and where the pods find it. */
export const mountedSecret = 'ext-webhook-tls';
export const mountedAt = '/etc/ext-webhook/tls';

/** The ConfigMap in which what is known of packages outlives a restart. */
export const indexMap = 'ext-webhook-index';

/** The ConfigMap that holds the mode of each rule. */
export const modesMap = 'ext-webhook-modes';

/** Name and namespace of a namespaced part of the webhook. */
export function own(name = webhookName): { name: string; namespace: string } {
  return { name, namespace: webhookNamespace };
}

/** The labels by which its pods are known. */
export const podLabels = { 'app.kubernetes.io/name': webhookName };

/** What the API server asks about: operations on one resource. */
export function ruleFor({ group, version, plural, namespaced }: Resource, operations: readonly string[]) {
  return {
    apiGroups: [group],
    apiVersions: [version],
    resources: [plural],
    operations: ['CREATE', 'UPDATE'].filter((operation) => operations.includes(operation)),
    scope: namespaced ? 'Namespaced' : 'Cluster',
  };
}
