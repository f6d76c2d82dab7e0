import type { Cluster } from '../cluster/cluster.ts';
import { runningGoal } from '../diagnose/goal.ts';
import { planOf } from '../diagnose/operator-view.ts';
import { message } from '../messages/message.ts';
import { installPlans, isWaiting, type InstallPlan } from '../model/install-plan.ts';
import { subscriptions, type Subscription } from '../model/subscription.ts';
import { approvePlan } from './approve-plan.ts';
import type { ActionContext } from './context.ts';
import type { DryRun } from './dry-run.ts';
import { findSubscriptions, listInReach } from './find-subscriptions.ts';
import { changeLines, guardPlans } from './guard-plan.ts';
import { operationResult, sayStep, stepResult } from './operation.ts';
import type { OperationResult, OperationStep } from './result.ts';
import { waitFor } from './wait.ts';

/** What `approve` was asked for. */
export interface ApproveOptions {
  /** Packages; empty only with `all`. */
  readonly names: readonly string[];
  /** Every Subscription with a waiting plan. */
  readonly all: boolean;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly expect?: readonly string[];
  readonly includeNeighbours: boolean;
  readonly dryRun: DryRun;
  readonly wait: boolean;
  /** Milliseconds for everything after the question. */
  readonly timeout: number;
}

/** One plan to approve, and the Subscriptions that were named and are in it. */
interface Candidate {
  readonly plan: InstallPlan;
  readonly members: readonly Subscription[];
}

/**
 * Approves the waiting plans of the named operators and waits until they run. With nothing waiting it changes nothing.
 * Throws `not-found`, `unmet` where a plan would change more than was named, and what waiting throws. All plans are guarded before the first is approved.
 */
export async function approvePlans(options: ApproveOptions, context: ActionContext): Promise<OperationResult> {
  const cluster = await context.cluster();
  const named = await namedBy(options, cluster);
  const candidates = await findCandidates(cluster, named);
  const steps: OperationStep[] = options.all ? [] : unchanged(named, candidates);
  for (const step of steps) sayStep(step, context.report);
  await guard(candidates, options, cluster, context);
  if (candidates.length > 0 && options.dryRun === 'none') await context.ask(message('ask.proceed'));
  // A person may take their time to answer.
  const started = context.now();
  for (const { plan } of candidates) {
    const step = await approveOne(plan, options.dryRun, cluster);
    steps.push(step);
    sayStep(step, context.report);
  }
  if (options.wait && options.dryRun === 'none') {
    const parts = { cluster, context, started, deadline: started + options.timeout };
    for (const candidate of candidates) await awaitMembers(candidate, parts);
  }
  return operationResult(steps, { dryRun: options.dryRun });
}

/** The Subscriptions that were named, each once. */
async function namedBy(options: ApproveOptions, cluster: Cluster): Promise<Subscription[]> {
  if (options.all) return (await listInReach(cluster, subscriptions, options)).items;
  return findSubscriptions(cluster, [...new Set(options.names)], options);
}

async function approveOne(plan: InstallPlan, dryRun: DryRun, cluster: Cluster): Promise<OperationStep> {
  const result = dryRun === 'client' ? 'approved' : await approvePlan(cluster, plan, { dryRun: dryRun === 'server' });
  return stepResult(installPlans, plan, { action: result === 'approved' ? 'approve' : 'none', result });
}

/** The waiting plans of Subscriptions, each once, however many share it. */
async function findCandidates(cluster: Cluster, named: readonly Subscription[]): Promise<Candidate[]> {
  const plans = await Promise.all(
    [...new Set(named.map(({ metadata }) => metadata.namespace))].map((namespace) => cluster.list(installPlans, { namespace })),
  );
  const members = Map.groupBy(named, (subscription) => waitingPlan(subscription, plans.flat()));
  return [...members].flatMap(([plan, subscriptionsOfPlan]) => (plan === undefined ? [] : [{ plan, members: subscriptionsOfPlan }]));
}

function waitingPlan(subscription: Subscription, plans: readonly InstallPlan[]): InstallPlan | undefined {
  const plan = planOf(
    subscription,
    plans.filter(({ metadata }) => metadata.namespace === subscription.metadata.namespace),
  );
  return plan !== undefined && isWaiting(plan) ? plan : undefined;
}

function unchanged(named: readonly Subscription[], candidates: readonly Candidate[]): OperationStep[] {
  const waiting = new Set(candidates.flatMap(({ members }) => members));
  return named
    .filter((subscription) => !waiting.has(subscription))
    .map((subscription) => stepResult(subscriptions, subscription, { action: 'none', result: 'unchanged' }));
}

/** Guards all plans before any of them is shown. */
async function guard(
  candidates: readonly Candidate[],
  { includeNeighbours, expect }: ApproveOptions,
  cluster: Cluster,
  { report }: ActionContext,
): Promise<void> {
  const plans = candidates.map(({ plan, members }) => ({ plan, packages: members.map(({ spec }) => spec.name) }));
  const changes = await guardPlans(cluster, plans, { includeNeighbours, ...(expect === undefined ? {} : { expect }) });
  for (const [index, { plan }] of candidates.entries()) {
    report({ state: 'planned', message: message('approve.plan', { plan: plan.metadata.name, namespace: plan.metadata.namespace ?? '' }) });
    for (const line of changeLines(changes[index] ?? [])) report({ state: 'planned', message: message('approve.change', { line }) });
  }
}

interface AwaitParts {
  readonly cluster: Cluster;
  readonly context: ActionContext;
  /** When the approvals began, by our own clock. */
  readonly started: number;
  readonly deadline: number;
}

async function awaitMembers({ plan, members }: Candidate, { cluster, context, deadline, started }: AwaitParts): Promise<void> {
  for (const { metadata, spec, status } of members) {
    const csv = status?.currentCSV;
    if (csv === undefined || !plan.spec.clusterServiceVersionNames.includes(csv)) continue;
    const namespace = metadata.namespace ?? '';
    const target = { namespace, subscription: metadata.name, csv, orNewer: false, since: 0 };
    const options = {
      namespace,
      catalogNamespace: spec.sourceNamespace,
      deadline,
      resume: `kubectl ext status ${spec.name} -n ${namespace}`,
    };
    await waitFor(cluster, (snapshot) => runningGoal(snapshot, target), options, context);
    context.report({
      state: 'done',
      message: message('wait.running.done', { csv, seconds: Math.round((context.now() - started) / 1000) }),
    });
  }
}
