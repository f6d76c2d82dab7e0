import type { KubeObject } from '../../../shared/model/object.ts';
import { pluralOf, type Api, type RequiredApi } from './api.ts';

/** The ways in which an operator can be bound to namespaces. */
export const installModes = ['OwnNamespace', 'SingleNamespace', 'MultiNamespace', 'AllNamespaces'] as const;

/** One of them. */
export type InstallMode = (typeof installModes)[number];

/** A rule of RBAC. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Everything a ClusterServiceVersion is made of. */
export interface CsvContent {
  readonly csvName: string;
  readonly package: string;
  readonly version: string;
  readonly replaces: string | undefined;
  readonly skips: readonly string[];
  readonly displayName: string;
  readonly provider: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly installModes: readonly InstallMode[];
  readonly image: string;
  readonly progressDeadlineSeconds: number | undefined;
  readonly permissions: readonly PolicyRule[];
  readonly clusterPermissions: readonly PolicyRule[];
  readonly api: Api;
  readonly requiredApis: readonly RequiredApi[];
}

/** A ClusterServiceVersion with one deployment of one replica. */
export function clusterServiceVersion(content: CsvContent): KubeObject & { spec: unknown } {
  const { csvName, version, displayName, provider, replaces, skips } = content;
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'ClusterServiceVersion',
    metadata: {
      name: csvName,
      namespace: 'placeholder',
      annotations: { capabilities: 'Basic Install', containerImage: content.image, ...content.annotations },
      labels: { 'operatorframework.io/arch.amd64': 'supported', 'operatorframework.io/os.linux': 'supported' },
    },
    spec: {
      displayName,
      description: `${displayName}, version ${version}.`,
      version,
      maturity: 'stable',
      provider: { name: provider },
      keywords: [content.package],
      links: [],
      maintainers: [],
      ...(replaces !== undefined && { replaces }),
      ...(skips.length > 0 && { skips }),
      installModes: installModes.map((type) => ({ type, supported: content.installModes.includes(type) })),
      install: { strategy: 'deployment', spec: installSpec(content) },
      customresourcedefinitions: { owned: ownedApis(content.api), required: content.requiredApis.map(requiredApi) },
      relatedImages: [{ name: 'manager', image: content.image }],
    },
  };
}

/** Without rights there is no service account either, which spares OLM half of the objects that it makes for a CSV. */
function installSpec(content: CsvContent): unknown {
  const { package: name, permissions, clusterPermissions } = content;
  const serviceAccountName = permissions.length + clusterPermissions.length > 0 ? `${name}-manager` : undefined;
  const granted = (rules: readonly PolicyRule[]) => (rules.length > 0 ? [{ serviceAccountName, rules }] : []);
  return {
    deployments: [{ name: `${name}-manager`, spec: deploymentSpec(content, serviceAccountName) }],
    permissions: granted(permissions),
    clusterPermissions: granted(clusterPermissions),
  };
}

function deploymentSpec({ package: name, image, progressDeadlineSeconds }: CsvContent, serviceAccountName: string | undefined): unknown {
  const labels = { app: name };
  return {
    replicas: 1,
    ...(progressDeadlineSeconds !== undefined && { progressDeadlineSeconds }),
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        ...(serviceAccountName !== undefined && { serviceAccountName }),
        containers: [{ name: 'manager', image, resources: { requests: { cpu: '10m', memory: '32Mi' } } }],
      },
    },
  };
}

function ownedApis(api: Api): unknown[] {
  return api.versions.map(({ name: version }) => ({
    name: `${pluralOf(api)}.${api.group}`,
    version,
    kind: api.kind,
    displayName: api.kind,
    description: `A ${api.kind}.`,
  }));
}

function requiredApi(api: RequiredApi): unknown {
  const { version, kind } = api;
  return { name: `${pluralOf(api)}.${api.group}`, version, kind, displayName: kind, description: `A ${kind}.` };
}
