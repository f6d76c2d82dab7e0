import type { Cluster } from '../cluster/cluster.ts';
import { planGoal, runningGoal } from '../diagnose/goal.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { installPlans } from '../model/install-plan.ts';
import type { ApproveStep, AwaitStep, CreateStep, Plan, Step } from '../plan/step.ts';
import { approvePlan } from './approve-plan.ts';
import type { ActionContext } from './context.ts';
import type { DryRun } from './dry-run.ts';
import { guardPlan } from './guard-plan.ts';
import { holdDependencies } from './hold-dependencies.ts';
import { sayStep, stepResult } from './operation.ts';
import type { OperationStep } from './result.ts';
import { waitFor } from './wait.ts';

/** How a plan is walked. */
export interface ApplyOptions {
  readonly dryRun: Exclude<DryRun, 'client'>;
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
  /** When the walk began, in milliseconds since the epoch. */
  readonly since: number;
}

/** Walks a plan step by step, says each thing as soon as it is done, and returns them all. Throws what a step throws; then the rest is not walked. */
export async function apply(plan: Plan, cluster: Cluster, context: ActionContext, options: ApplyOptions): Promise<OperationStep[]> {
  const walk: Walk = { cluster, context, options, since: context.now() };
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
  const isDry = walk.options.dryRun === 'server';
  switch (step.action) {
    case 'keep':
      yield stepResult(step.resource, step.object, { action: 'none', result: 'unchanged' });
      break;
    case 'create':
      yield await create(step, walk);
      break;
    case 'approve':
      if (!isDry) yield* approve(step, walk);
      break;
    case 'await':
      if (!isDry && walk.options.wait) await awaitRunning(step, walk);
      break;
    case 'hold-dependencies':
      if (!isDry && walk.options.wait) yield* holdDependencies(step, walk.cluster, walk.context.report);
      break;
  }
}

/** Creates the object. One that appeared since the plan was made is left alone; in a server dry run its namespace may not exist yet. */
async function create({ resource, object }: CreateStep, { cluster, context, options }: Walk): Promise<OperationStep> {
  const dryRun = options.dryRun === 'server';
  try {
    await cluster.create(resource, object, { dryRun });
    return stepResult(resource, object, { action: 'create', result: 'created' });
  } catch (error) {
    if (!(error instanceof ExtError)) throw error;
    if (error.code === 'conflict') return stepResult(resource, object, { action: 'none', result: 'unchanged' });
    if (!(dryRun && error.code === 'not-found')) throw error;
    context.report({ state: 'warning', message: message('step.unchecked', { object: `${resource.kind.toLowerCase()}/${object.metadata.name}` }) });
    return stepResult(resource, object, { action: 'create', result: 'created' });
  }
}

/** Waits for the plan of the Subscription, guards it, approves it, unless there is nothing left to approve. */
async function* approve(step: ApproveStep, { cluster, context, options, since }: Walk): AsyncIterable<OperationStep> {
  const target = { ...step, orNewer: false, since };
  const plan = await waitFor(cluster, (snapshot) => planGoal(snapshot, target), { ...options, namespace: step.namespace }, context);
  if (plan === null) return;
  await guardPlan(cluster, plan, step.guard);
  const result = await approvePlan(cluster, plan, { dryRun: false });
  yield stepResult(installPlans, plan, { action: result === 'approved' ? 'approve' : 'none', result });
}

async function awaitRunning(step: AwaitStep, { cluster, context, options, since }: Walk): Promise<void> {
  const target = { ...step, since };
  const csv = await waitFor(cluster, (snapshot) => runningGoal(snapshot, target), { ...options, namespace: step.namespace }, context);
  const seconds = Math.round((context.now() - since) / 1000);
  context.report({ state: 'done', message: message('wait.running.done', { csv: csv.metadata.name, seconds }) });
}
