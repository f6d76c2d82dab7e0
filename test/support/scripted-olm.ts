import type { Cluster } from '../../shared/cluster/cluster.ts';
import { clusterServiceVersions, type ClusterServiceVersion } from '../../shared/model/cluster-service-version.ts';
import { installPlans, type InstallPlan } from '../../shared/model/install-plan.ts';
import { operatorGroups } from '../../shared/model/operator-group.ts';
import { subscriptions, type Subscription } from '../../shared/model/subscription.ts';
import { deployments } from '../../shared/model/workload.ts';
import { aCsv, aDeployment, anInstallPlan, csvName, installedStatus, pendingStatus } from './builders.ts';

/** What a test wants otherwise. */
export interface Script {
  /** CSVs that a new plan brings besides the Subscription's own. */
  readonly brings?: readonly string[];
  /** Somebody else approves every plan as soon as it is made. */
  readonly approves?: boolean;
  /** The status of a CSV when it is installed; Succeeded where nothing is said. */
  readonly csvStatus?: ClusterServiceVersion['status'];
  /** The status of a plan after its approval, which then goes no further. */
  readonly planStatus?: InstallPlan['status'];
}

/**
 * Plays OLM in a few lines: plans for each new Subscription of a namespace with one OperatorGroup, carries out what is approved, and makes the
 * next plan where the installed version is below the head. Ends with the signal.
 */
export function startScriptedOlm(cluster: Cluster, signal: AbortSignal, script: Script = {}): void {
  void followSubscriptions(cluster, signal, script);
  void followPlans(cluster, signal, script);
}

async function followSubscriptions(cluster: Cluster, signal: AbortSignal, script: Script): Promise<void> {
  for await (const { items } of cluster.follow(subscriptions, {}, signal)) {
    for (const subscription of items) {
      const { namespace } = subscription.metadata;
      const groups = await cluster.list(operatorGroups, { namespace });
      const { installedCSV, currentCSV } = subscription.status ?? {};
      if (groups.length !== 1) continue;
      const next = nextCsv(subscription);
      if (currentCSV === undefined || (installedCSV === currentCSV && installedCSV !== next))
        await plan(cluster, subscription, next, script);
    }
  }
}

/** The heads of the packages that tests know. */
const heads: Readonly<Record<string, string>> = { keda: '2.17.2', 'clickhouse-operator': '0.18.2' };

/** The first version, then the head. */
function nextCsv({ spec, status }: Subscription): string {
  const head = csvName(heads[spec.name] ?? '2.12.11', spec.name);
  return status?.installedCSV === undefined ? (spec.startingCSV ?? head) : head;
}

async function plan(
  cluster: Cluster,
  { metadata, spec, status }: Subscription,
  csv: string,
  { brings = [], approves = false }: Script,
): Promise<void> {
  const { namespace } = metadata;
  const generation = (await cluster.list(installPlans, { namespace })).length + 1;
  const name = `install-${generation}`;
  const approved = approves || spec.installPlanApproval !== 'Manual';
  const phase = approved ? 'Installing' : 'RequiresApproval';
  await cluster.create(
    installPlans,
    anInstallPlan({
      metadata: { name, namespace },
      spec: { clusterServiceVersionNames: [csv, ...brings], generation, approved },
      status: { phase },
    }),
  );
  await cluster.patch(subscriptions, metadata, { status: pendingStatus(csv, { plan: name, installed: status?.installedCSV }) });
}

async function followPlans(cluster: Cluster, signal: AbortSignal, { planStatus, csvStatus }: Script): Promise<void> {
  for await (const { items } of cluster.follow(installPlans, {}, signal)) {
    for (const { metadata, spec, status } of items) {
      if (!spec.approved || status?.phase === 'Complete') continue;
      if (planStatus === undefined) await install(cluster, metadata, csvStatus);
      else if (status?.phase !== planStatus.phase) await cluster.patch(installPlans, metadata, { status: planStatus });
    }
  }
}

/** Carries out a plan for every Subscription that points to it. */
async function install(
  cluster: Cluster,
  { name, namespace }: InstallPlan['metadata'],
  status: ClusterServiceVersion['status'],
): Promise<void> {
  await cluster.patch(installPlans, { name, namespace }, { status: { phase: 'Complete' } });
  const here = await cluster.list(subscriptions, { namespace });
  for (const { metadata, spec, status: known } of here.filter((each) => each.status?.installPlanRef?.name === name)) {
    const csv = known?.currentCSV ?? '';
    const runs = `${spec.name}-controller`;
    const version = csv.slice(`${spec.name}.v`.length);
    const strategy = { strategy: 'deployment', spec: { deployments: [{ name: runs }] } };
    await cluster.create(
      clusterServiceVersions,
      aCsv({ metadata: { name: csv, namespace }, spec: { version, install: strategy }, status }),
    );
    if ((await cluster.get(deployments, runs, namespace)) === null)
      await cluster.create(deployments, aDeployment({ metadata: { name: runs, namespace } }));
    await cluster.patch(subscriptions, metadata, { status: installedStatus(csv, name) });
  }
}
