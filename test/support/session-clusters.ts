import type { Cluster } from '../../shared/cluster/cluster.ts';
import {
  aCsv,
  aDeployment,
  aPackage,
  aSubscription,
  anInstallPlan,
  anOperatorGroup,
  csvName,
  harbor,
  installedStatus,
  kedaPackage,
  clickhousePackage,
  pendingStatus,
} from './builders.ts';
import { aClusterModule, aModuleConfig, aModuleInfo, aModulePlugin, aPlatformCluster } from './module-builders.ts';
import { startScriptedOlm } from './scripted-olm.ts';
import { startScriptedWebhook, withWebhook } from './scripted-webhook.ts';
import type { MemoryClusterOptions } from './memory-cluster.ts';
import { clusterWith, type Content, globalPaths } from './seeded-cluster.ts';

const packages = [aPackage({ suggestedNamespace: harbor }), clickhousePackage, kedaPackage];

/** Nothing is installed, and OLM does what it is told. */
const fresh: Content = { packages };

/** The day before all sessions. */
const made = { creationTimestamp: '2026-01-01T09:00:00Z' };
const approvedBy = (manager: string) => ({ manager, time: '2026-01-01T10:00:00Z', fieldsV1: { 'f:spec': { 'f:approved': {} } } });

/** Harbor runs and has an upgrade waiting, clickhouse waits for its first approval, keda has failed. */
const mixed: Content = {
  packages,
  operatorGroups: [harbor, 'clickhouse-operator', 'keda'].map((namespace) => anOperatorGroup({ metadata: { name: 'group', namespace } })),
  subscriptions: [
    aSubscription({
      spec: { startingCSV: csvName('2.12.10') },
      status: pendingStatus(csvName('2.12.11'), { plan: 'install-2', installed: csvName('2.12.10') }),
    }),
    aSubscription({ spec: { name: 'clickhouse-operator' }, status: pendingStatus('clickhouse-operator.v0.18.2') }),
    aSubscription({ spec: { name: 'keda', source: 'custom' }, status: installedStatus('keda.v2.17.2') }),
  ],
  installPlans: [
    anInstallPlan({ metadata: { name: 'install-2', ...made }, spec: { generation: 2 } }),
    anInstallPlan({
      metadata: { namespace: 'clickhouse-operator', ...made },
      spec: { clusterServiceVersionNames: ['clickhouse-operator.v0.18.2'] },
    }),
    anInstallPlan({
      metadata: { namespace: 'keda', ...made, managedFields: [approvedBy('kubectl-patch')] },
      spec: { clusterServiceVersionNames: ['keda.v2.17.2'], approved: true },
      status: { phase: 'Complete' },
    }),
  ],
  clusterServiceVersions: [
    aCsv({ metadata: { name: csvName('2.12.10') }, spec: { version: '2.12.10' } }),
    aCsv({
      metadata: { name: 'keda.v2.17.2', namespace: 'keda' },
      spec: { displayName: 'KEDA', version: '2.17.2' },
      status: { phase: 'Failed', reason: 'InstallCheckFailed', message: 'install timeout' },
    }),
  ],
  deployments: [aDeployment()],
};

/** Two operators in one namespace, whose first plans are one plan. */
const shared: Content = {
  packages,
  operatorGroups: [anOperatorGroup({ metadata: { name: 'group', namespace: 'shared' } })],
  subscriptions: [
    aSubscription({ metadata: { namespace: 'shared' }, status: pendingStatus() }),
    aSubscription({ metadata: { namespace: 'shared' }, spec: { name: 'keda', source: 'custom' }, status: pendingStatus('keda.v2.17.2') }),
  ],
  installPlans: [anInstallPlan({ metadata: { namespace: 'shared' }, spec: { clusterServiceVersionNames: [csvName(), 'keda.v2.17.2'] } })],
};

/** The global cluster of a platform: one operator and one plugin are as the law wants them, and one of each is not. */
const global: Content = {
  packages,
  subscriptions: [
    aSubscription({ spec: { installPlanApproval: 'Automatic' } }),
    aSubscription({ spec: { name: 'keda', source: 'custom', installPlanApproval: 'Automatic' } }),
  ],
  clusters: [aPlatformCluster(), aPlatformCluster({ name: 'edge-arm', labels: { 'cpaas.io/os-linux': 'true' } })],
  clusterModules: [aClusterModule()],
  modulePlugins: [aModulePlugin()],
  moduleConfigs: [aModuleConfig(), aModuleConfig({ spec: { version: 'v4.1.0' }, status: { readyForDeploy: false } })],
  modules: [aModuleInfo(), aModuleInfo({ metadata: { name: 'business-by-hand' } })],
};

const contents: Readonly<Record<string, Content>> = { fresh, mixed, shared, global };

const options: Readonly<Record<string, MemoryClusterOptions>> = { global: { paths: globalPaths, namespace: 'apps' } };

/** The cluster of a session by its name; OLM ends with the signal. Undefined where no cluster has that name. */
export async function sessionCluster(name: string, signal: AbortSignal): Promise<Cluster | undefined> {
  const content = contents[name];
  if (content === undefined) return undefined;
  const cluster = withWebhook(await clusterWith(content, options[name]));
  startScriptedOlm(cluster, signal);
  startScriptedWebhook(cluster, signal);
  return cluster;
}
