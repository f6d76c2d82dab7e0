import type { CatalogSource } from '../../shared/model/catalog-source.ts';
import type { ClusterServiceVersion, InstallMode } from '../../shared/model/cluster-service-version.ts';
import type { InstallPlan } from '../../shared/model/install-plan.ts';
import type { ObjectMeta } from '../../shared/model/object.ts';
import type { OperatorGroup } from '../../shared/model/operator-group.ts';
import { noPackages } from '../../shared/model/package-lists.ts';
import type { PackageChannel, PackageManifest } from '../../shared/model/package-manifest.ts';
import type { ProductBase } from '../../shared/model/product-base.ts';
import type { Publishers } from '../../shared/model/publisher.ts';
import type { Subscription } from '../../shared/model/subscription.ts';
import type { Deployment, Namespace } from '../../shared/model/workload.ts';

/** The operator of all defaults, and the namespace it lives in. */
export const harbor = 'harbor-ce-operator';

/** What a test says about an object: only what matters to it. The rest of each section comes from the defaults. */
interface Parts<Spec, Status> {
  readonly metadata?: Partial<ObjectMeta>;
  readonly spec?: Partial<Spec>;
  readonly status?: Partial<Status>;
}

/** The name of a CSV as publishers write it: `harbor-ce-operator.v2.12.11`. */
export function csvName(version = '2.12.11', operator = harbor): string {
  return `${operator}.v${version}`;
}

/** What a test says about a package. */
interface PackageParts {
  readonly name?: string;
  readonly catalog?: string;
  readonly catalogNamespace?: string;
  /** The publisher's mark; null for none. */
  readonly providerType?: string | null;
  readonly installModes?: readonly InstallMode['type'][];
  readonly suggestedNamespace?: string;
  /** The versions of each channel, newest first. The first channel is the default one. */
  readonly channels?: Readonly<Record<string, readonly string[]>>;
}

/** A package of a catalogue: harbor-ce-operator, Alauda's, with channels `stable` and `harbor-2`, both at 2.12.11. */
export function aPackage(parts: PackageParts = {}): PackageManifest {
  const { name = harbor, catalog = 'platform', catalogNamespace = 'cpaas-system' } = parts;
  const channels = Object.entries(parts.channels ?? { stable: ['2.12.11', '2.12.10'], 'harbor-2': ['2.12.11', '2.12.10'] });
  return {
    apiVersion: 'packages.operators.coreos.com/v1',
    kind: 'PackageManifest',
    metadata: { name, namespace: catalogNamespace, labels: { catalog, 'catalog-namespace': catalogNamespace } },
    status: {
      packageName: name,
      catalogSource: catalog,
      catalogSourceNamespace: catalogNamespace,
      defaultChannel: channels[0]?.[0] ?? '',
      channels: channels.map(([channel, versions]) => aChannel(channel, versions, { ...parts, name })),
    },
  };
}

function aChannel(channel: string, versions: readonly string[], parts: PackageParts): PackageChannel {
  const {
    name,
    providerType = 'platform',
    suggestedNamespace,
    installModes = ['OwnNamespace', 'SingleNamespace', 'AllNamespaces'],
  } = parts;
  const every = ['OwnNamespace', 'SingleNamespace', 'MultiNamespace', 'AllNamespaces'] as const;
  return {
    name: channel,
    currentCSV: csvName(versions[0], name),
    currentCSVDesc: {
      displayName: `Alauda Build of ${name}`,
      version: versions[0],
      annotations: {
        ...(providerType === null ? {} : { 'provider-type': providerType }),
        ...(suggestedNamespace === undefined ? {} : { 'operatorframework.io/suggested-namespace': suggestedNamespace }),
      },
      installModes: every.map((type) => ({ type, supported: installModes.includes(type) })),
    },
    entries: versions.map((version) => ({ name: csvName(version, name), version })),
  };
}

/** An operator in catalogue `platform` that is not Alauda's. */
export const clickhousePackage = aPackage({ name: 'clickhouse-operator', providerType: 'community', channels: { stable: ['0.18.2'] } });

/** An operator that somebody uploaded; nothing tells its publisher. */
export const kedaPackage = aPackage({ name: 'keda', catalog: 'custom', providerType: null, channels: { stable: ['2.17.2', '2.16.0'] } });

/** Nothing tells the publisher of a package but its mark. */
export const noPublishers: Publishers = { platform: [], lists: noPackages };

/** What a platform says of itself; of packages, that these are its own. */
export function aProductBase(...names: readonly string[]): ProductBase {
  const artifacts = names.map((name) => ({ name, channels: [{ catalogSource: '', providerType: 'platform' }] }));
  return { apiVersion: 'product.alauda.io/v1alpha2', kind: 'ProductBase', metadata: { name: 'base' }, status: { artifacts } };
}

/** A Subscription of an operator as `install` writes it, to which OLM has said nothing yet. Named and placed like its package. */
export function aSubscription({
  metadata,
  spec,
  status,
}: Parts<Subscription['spec'], NonNullable<Subscription['status']>> = {}): Subscription {
  const name = spec?.name ?? harbor;
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'Subscription',
    metadata: { name: `${name}-subs`, namespace: name, ...metadata },
    spec: { channel: 'stable', installPlanApproval: 'Manual', name, source: 'platform', sourceNamespace: 'cpaas-system', ...spec },
    ...(status === undefined ? {} : { status }),
  };
}

/** What OLM says of a Subscription whose CSV is installed, by a plan that is done. */
export function installedStatus(csv = csvName(), plan = 'install-1'): NonNullable<Subscription['status']> {
  return { state: 'AtLatestKnown', installedCSV: csv, currentCSV: csv, installPlanRef: { name: plan } };
}

/** What OLM says of a Subscription whose plan waits for approval. */
export function pendingStatus(
  csv = csvName(),
  { plan = 'install-1', installed }: { plan?: string; installed?: string } = {},
): NonNullable<Subscription['status']> {
  return {
    state: 'UpgradePending',
    currentCSV: csv,
    installPlanRef: { name: plan },
    ...(installed === undefined ? {} : { installedCSV: installed }),
  };
}

/** An InstallPlan of one CSV that waits for approval. */
export function anInstallPlan({
  metadata,
  spec,
  status,
}: Parts<InstallPlan['spec'], NonNullable<InstallPlan['status']>> = {}): InstallPlan {
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'InstallPlan',
    metadata: { name: 'install-1', namespace: harbor, ...metadata },
    spec: { clusterServiceVersionNames: [csvName()], approval: 'Manual', approved: false, generation: 1, ...spec },
    status: { phase: 'RequiresApproval', ...status },
  };
}

/** A CSV that Succeeded and has one Deployment. */
export function aCsv({
  metadata,
  spec,
  status,
}: Parts<ClusterServiceVersion['spec'], NonNullable<ClusterServiceVersion['status']>> = {}): ClusterServiceVersion {
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'ClusterServiceVersion',
    metadata: { name: csvName(), namespace: harbor, ...metadata },
    spec: { displayName: 'Alauda Build of Harbor', version: '2.12.11', install: installStrategy('harbor-controller'), ...spec },
    status: { phase: 'Succeeded', reason: 'InstallSucceeded', ...status },
  };
}

/** The part of a CSV that names its Deployments. */
export function installStrategy(...names: string[]): NonNullable<ClusterServiceVersion['spec']['install']> {
  return { strategy: 'deployment', spec: { deployments: names.map((name) => ({ name })) } };
}

/** The Deployment of the operator, with its one replica available. */
export function aDeployment({
  metadata,
  spec,
  status,
}: Parts<NonNullable<Deployment['spec']>, NonNullable<Deployment['status']>> = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'harbor-controller',
      namespace: harbor,
      generation: 1,
      labels: { 'olm.owner.kind': 'ClusterServiceVersion' },
      ...metadata,
    },
    spec: { replicas: 1, ...spec },
    status: { observedGeneration: 1, availableReplicas: 1, conditions: [{ type: 'Available', status: 'True' }], ...status },
  };
}

/** The status of a Deployment none of whose replicas is available. */
export const downStatus: NonNullable<Deployment['status']> = { availableReplicas: 0, conditions: [{ type: 'Available', status: 'False' }] };

/** An OperatorGroup for all namespaces. */
export function anOperatorGroup({ metadata, spec }: Parts<NonNullable<OperatorGroup['spec']>, never> = {}): OperatorGroup {
  return {
    apiVersion: 'operators.coreos.com/v1',
    kind: 'OperatorGroup',
    metadata: { name: `${harbor}-og`, namespace: harbor, ...metadata },
    spec: { ...spec },
  };
}

/** A catalogue that answers. */
export function aCatalogSource({ metadata, status }: Parts<never, NonNullable<CatalogSource['status']>> = {}): CatalogSource {
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'CatalogSource',
    metadata: { name: 'platform', namespace: 'cpaas-system', ...metadata },
    spec: { sourceType: 'grpc', address: 'olm-registry-platform.cpaas-system.svc:50051', displayName: 'platform' },
    status: { connectionState: { lastObservedState: 'READY' }, ...status },
  };
}

/** A namespace. */
export function aNamespace(name = harbor): Namespace {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
