import type { Cluster } from '../cluster/cluster.ts';
import { runningGoal } from '../diagnose/goal.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { installPlans } from '../model/install-plan.ts';
import { subscriptions, type Subscription } from '../model/subscription.ts';
import { approvePlan } from './approve-plan.ts';
import { attemptEach, failureOf } from './batch.ts';
import { checkUnpacked } from './check-unpacked.ts';
import type { ActionContext } from './context.ts';
import type { DryRun } from './dry-run.ts';
import type { Report } from './event.ts';
import { findSubscriptions, listInReach } from './find-subscriptions.ts';
import { warnOfHeld, withoutHeld } from './held-plans.ts';
import { operationResult, sayStep, stepResult } from './operation.ts';
import { recordHistory } from './record-history.ts';
import type { OperationResult, OperationStep } from './result.ts';
import { waitFor } from './wait.ts';
import { deedOf, findWaiting, guardWaiting, unchanged, type GuardedWaitingPlan, type WaitingPlan } from './waiting-plans.ts';

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
  /** For the history. */
  readonly reason?: string;
  readonly dryRun: DryRun;
  readonly wait: boolean;
  /** Milliseconds for everything after the question. */
  readonly timeout: number;
}

/** What came of it, and the error that some of several plans ended in while others did not. */
export interface ApproveOutcome {
  readonly result: OperationResult;
  readonly failure?: ExtError;
}

/**
 * Approves the waiting plans of the named operators and waits until they run. With nothing waiting it changes nothing.
 * Throws `not-found`, `unmet` where a plan would change more than was named or cannot be carried out, and what waiting throws. All plans are
 * guarded before the first is approved; from then on one that fails does not end the others, and only where all fail it throws.
 */
export async function approvePlans(options: ApproveOptions, context: ActionContext): Promise<ApproveOutcome> {
  const cluster = await context.cluster();
  const named = await namedBy(options, cluster);
  const waiting = await findWaiting(cluster, named);
  const { free, steps } = options.all ? ofBatch(waiting, context.report) : ofNamed(named, waiting, context.report);
  const candidates = await guardWaiting(free, guardOf(options), cluster, context.report);
  warnOfHeld(candidates, context.report);
  await checkUnpacked(candidates, cluster, context.report);
  if (candidates.length > 0 && options.dryRun === 'none') await context.ask(message('ask.proceed'));
  const { done, failure } = await approveAll(candidates, options, cluster, context);
  const result = operationResult([...steps, ...done], { dryRun: options.dryRun });
  if (failure !== undefined && failure.code !== 'partial') throw failure;
  return { result, ...(failure === undefined ? {} : { failure }) };
}

interface Candidates {
  readonly free: readonly WaitingPlan[];
  /** The lines about what there is nothing to do for. */
  readonly steps: readonly OperationStep[];
}

function ofBatch(waiting: readonly WaitingPlan[], report: Report): Candidates {
  if (waiting.length === 0) report({ state: 'note', message: message('approve.none') });
  const { free, skipped } = withoutHeld(waiting, report);
  return { free, steps: skipped };
}

function ofNamed(named: readonly Subscription[], waiting: readonly WaitingPlan[], report: Report): Candidates {
  const steps = unchanged(named, waiting);
  for (const step of steps) sayStep(step, report);
  return { free: waiting, steps };
}

/** Approves what was agreed to, then waits for what was approved. */
async function approveAll(candidates: readonly GuardedWaitingPlan[], options: ApproveOptions, cluster: Cluster, context: ActionContext) {
  // A person may take their time to answer.
  const started = context.now();
  const approvals = await attemptEach(candidates, (candidate) => approveOne(candidate, options, cluster, context));
  const awaited = options.wait && options.dryRun === 'none' ? approvals.done.map(({ piece }) => piece) : [];
  const parts = { cluster, context, started, deadline: started + options.timeout };
  const waits = await attemptEach(awaited, (candidate) => awaitMembers(candidate, parts));
  return {
    done: approvals.done.map(({ result }) => result),
    failure: failureOf([...approvals.failures, ...waits.failures], candidates.length),
  };
}

/** The Subscriptions that were named, each once. */
async function namedBy(options: ApproveOptions, cluster: Cluster): Promise<Subscription[]> {
  if (options.all) return (await listInReach(cluster, subscriptions, options)).items;
  return findSubscriptions(cluster, [...new Set(options.names)], options);
}

function guardOf({ includeNeighbours, expect }: ApproveOptions) {
  return { verb: 'approve', includeNeighbours, ...(expect === undefined ? {} : { expect }) } as const;
}

async function approveOne(
  candidate: GuardedWaitingPlan,
  { dryRun, reason }: ApproveOptions,
  cluster: Cluster,
  context: ActionContext,
): Promise<OperationStep> {
  const { plan } = candidate;
  if (context.signal.aborted) throw new ExtError('interrupted', message('wait.interrupted'), { hints: [context.again] });
  const result = dryRun === 'client' ? 'approved' : await approvePlan(cluster, plan, { dryRun: dryRun === 'server' });
  const step = stepResult(installPlans, plan, { action: result === 'approved' ? 'approve' : 'none', result });
  sayStep(step, context.report);
  if (result === 'approved' && dryRun === 'none') await recordHistory(deedOf(candidate, { result, reason }), cluster, context);
  return step;
}

interface AwaitParts {
  readonly cluster: Cluster;
  readonly context: ActionContext;
  /** When the approvals began, by our own clock. */
  readonly started: number;
  readonly deadline: number;
}

async function awaitMembers({ plan, members }: WaitingPlan, { cluster, context, deadline, started }: AwaitParts): Promise<void> {
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
