import type { Cluster } from '../cluster/cluster.ts';
import { approvedGoal, planGoal, runningGoal, type Progress, type WaitTarget } from '../diagnose/goal.ts';
import type { Snapshot } from '../diagnose/snapshot.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { installPlans } from '../model/install-plan.ts';
import { operatorGroups } from '../model/operator-group.ts';
import { isSubscription, subscriptions } from '../model/subscription.ts';
import { checkSameSpec } from '../plan/install-guards.ts';
import type { ApproveStep, AwaitApprovalStep, AwaitStep, CreateStep, KeepStep, Plan, Step } from '../plan/step.ts';
import { approvePlan } from './approve-plan.ts';
import type { ActionContext } from './context.ts';
import type { DryRun } from './dry-run.ts';
import { guardPlans } from './guard-plan.ts';
import { holdDependencies } from './hold-dependencies.ts';
import { sayStep, stepResult } from './operation.ts';
import { recordHistory } from './record-history.ts';
import type { OperationStep } from './result.ts';
import { waitFor } from './wait.ts';

/** How a plan is walked. */
export interface ApplyOptions {
  readonly dryRun: Exclude<DryRun, 'client'>;
  /** Wait until it runs; a plan that is ours to approve, or somebody else's, is awaited all the same. */
  readonly wait: boolean;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly catalogNamespace: string;
  /** The command that goes on after an interruption. */
  readonly resume: string;
}

/** One walk: what every step needs. */
interface Walk {
  readonly cluster: Cluster;
  readonly context: ActionContext;
  readonly options: ApplyOptions;
  /** When the walk began, in milliseconds since the epoch by our own clock: only for how long it took. */
  readonly started: number;
  /** When this walk made the Subscription, by the clock of the server; 0 until it has made one. */
  since: number;
}

/** Walks a plan step by step, says each thing as soon as it is done, and returns them all. Throws what a step throws; then the rest is not walked. */
export async function apply(plan: Plan, cluster: Cluster, context: ActionContext, options: ApplyOptions): Promise<OperationStep[]> {
  const walk: Walk = { cluster, context, options, started: context.now(), since: 0 };
  const done: OperationStep[] = [];
  for (const step of plan.steps) {
    if (context.signal.aborted) throw new ExtError('interrupted', message('wait.interrupted'), { hints: [options.resume] });
    for await (const result of walkStep(step, walk)) {
      done.push(result);
      sayStep(result, context.report);
    }
  }
  return done;
}

async function* walkStep(step: Step, walk: Walk): AsyncIterable<OperationStep> {
  if (step.action === 'keep') yield stepResult(step.resource, step.object, { action: 'none', result: 'unchanged' });
  else if (step.action === 'create') yield (await presentGroup(step, walk)) ?? (await create(step, walk));
  else if (walk.options.dryRun === 'none') yield* walkOn(step, walk);
}

/** The steps after the objects are about what OLM makes of them, which in a dry run is nothing. */
async function* walkOn(step: Exclude<Step, CreateStep | KeepStep>, walk: Walk): AsyncIterable<OperationStep> {
  const { wait } = walk.options;
  switch (step.action) {
    case 'approve':
      yield* approve(step, walk);
      break;
    case 'await-approval':
      await waitAt(step, walk, approvedGoal);
      break;
    case 'await':
      if (wait) await awaitRunning(step, walk);
      break;
    case 'hold-dependencies':
      if (wait) yield* holdDependencies(step, walk.cluster, walk.context.report);
      break;
  }
}

/** Creates the object. One that appeared since the plan was made is left alone; in a server dry run its namespace may not exist yet. */
async function create(step: CreateStep, walk: Walk): Promise<OperationStep> {
  const { resource, object } = step;
  const dryRun = walk.options.dryRun === 'server';
  try {
    const stored = await walk.cluster.create(resource, object, { dryRun });
    if (isSubscription(stored)) walk.since = Date.parse(stored.metadata.creationTimestamp ?? '') || 0;
  } catch (error) {
    if (!(error instanceof ExtError)) throw error;
    if (error.code === 'conflict' && (await isThere(step, walk))) {
      return stepResult(resource, object, { action: 'none', result: 'unchanged' });
    }
    if (!(dryRun && error.code === 'not-found')) throw error;
    const unchecked = message('step.unchecked', { object: `${resource.kind.toLowerCase()}/${object.metadata.name}` });
    walk.context.report({ state: 'warning', message: unchecked });
  }
  return stepResult(resource, object, { action: 'create', result: 'created' });
}

/** An OperatorGroup of any name that its namespace has by now: with a second one OLM would do nothing there. */
async function presentGroup({ resource, object }: CreateStep, { cluster }: Walk): Promise<OperationStep | undefined> {
  if (resource.plural !== operatorGroups.plural) return undefined;
  const [present] = await cluster.list(operatorGroups, { namespace: object.metadata.namespace });
  return present === undefined ? undefined : stepResult(resource, present, { action: 'none', result: 'unchanged' });
}

/**
 * Whether what stands in the way of an object is what was to be made. Of a Subscription the name alone does not tell: it may be for another
 * package. Throws `unmet` where it is for the same one and wants something else.
 */
async function isThere({ object }: CreateStep, { cluster }: Walk): Promise<boolean> {
  if (!isSubscription(object)) return true;
  const { name, namespace } = object.metadata;
  const [stored] = await cluster.list(subscriptions, { namespace, fieldSelector: `metadata.name=${name}` });
  if (stored?.spec.name !== object.spec.name) return false;
  checkSameSpec(object.spec, stored);
  return true;
}

/** Waits for the plan of the Subscription, guards it, approves it, unless there is nothing left to approve. */
async function* approve(step: ApproveStep, walk: Walk): AsyncIterable<OperationStep> {
  const plan = await waitAt(step, walk, planGoal);
  if (plan === null) return;
  const { packages } = step.guard;
  const [changes = []] = await guardPlans(walk.cluster, [{ plan, packages }], step.guard);
  const result = await approvePlan(walk.cluster, plan, { dryRun: false });
  yield stepResult(installPlans, plan, { action: result === 'approved' ? 'approve' : 'none', result });
  if (result === 'approved') await recordHistory({ plan, packages, changes, result }, walk.cluster, walk.context);
}

async function awaitRunning(step: AwaitStep, walk: Walk): Promise<void> {
  const csv = await waitAt(step, walk, runningGoal);
  const { context, started } = walk;
  const seconds = Math.round((context.now() - started) / 1000);
  context.report({ state: 'done', message: message('wait.running.done', { csv: csv.metadata.name, seconds }) });
}

/** Waits for a goal of the Subscription that a step is about. */
function waitAt<Result>(
  step: ApproveStep | AwaitApprovalStep | AwaitStep,
  { cluster, context, options, since }: Walk,
  goal: (snapshot: Snapshot, target: WaitTarget) => Progress<Result>,
): Promise<Result> {
  const { namespace, subscription, csv } = step;
  const past = step.action === 'await' ? { orNewer: step.orNewer, version: step.version } : { orNewer: false };
  const target = { namespace, subscription, csv, ...past, since };
  return waitFor(cluster, (snapshot) => goal(snapshot, target), { ...options, namespace }, context);
}
