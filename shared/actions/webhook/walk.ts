import type { Cluster } from '../../cluster/cluster.ts';
import { ExtError } from '../../errors.ts';
import { message } from '../../messages/message.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Manifest } from '../../plan/webhook/manifest.ts';
import { noAuthority } from '../../plan/webhook/register.ts';
import { isChange, type ChangeStep, type DeleteStep, type PutStep, type RegisterStep, type WebhookPlan } from '../../plan/webhook/steps.ts';
import { trusting } from '../../plan/webhook/trust.ts';
import type { ActionContext } from '../context.ts';
import type { DryRun } from '../dry-run.ts';
import { sayStep, stepResult } from '../operation.ts';
import type { OperationStep } from '../result.ts';
import { awaitGone, awaitReplicas, type AwaitOptions } from './await-replicas.ts';
import { readAuthority } from './observe.ts';
import { probe } from './probe.ts';

/** How a plan is walked. */
export interface WalkOptions extends AwaitOptions {
  readonly dryRun: DryRun;
  readonly wait: boolean;
}

/** Walks a plan step by step, says each thing as soon as it is done, and returns them all. Throws what a step throws; then the rest is not walked. */
export async function walk(plan: WebhookPlan, cluster: Cluster, context: ActionContext, options: WalkOptions): Promise<OperationStep[]> {
  const done: OperationStep[] = [];
  const say = (step: OperationStep) => {
    done.push(step);
    sayStep(step, context.report);
  };
  for (const step of plan.steps) {
    if (context.signal.aborted) throw new ExtError('interrupted', message('wait.interrupted'), { hints: [options.resume] });
    if (step.action === 'keep') say(stepResult(step.resource, step.object, { action: 'none', result: 'unchanged' }));
    else if (isChange(step)) say(await change(step, cluster, context, options));
    else if (options.dryRun === 'none' && options.wait) await waits[step.action](cluster, options, context);
  }
  return done;
}

type Wait = (cluster: Cluster, options: AwaitOptions, context: ActionContext) => Promise<void>;

/** The steps that change nothing; a dry run has nothing to wait for. */
const waits: Readonly<Record<'await-replicas' | 'await-gone' | 'probe', Wait>> = {
  'await-replicas': awaitReplicas,
  'await-gone': awaitGone,
  probe: (cluster, _, context) => probe(cluster, context),
};

/** Changes one object. In a dry run by the server its namespace may not exist yet. */
async function change(step: ChangeStep, cluster: Cluster, { report }: ActionContext, { dryRun }: WalkOptions): Promise<OperationStep> {
  if (dryRun === 'client') return resultOf(step);
  try {
    const isDone = await changeOnServer(step, cluster, dryRun === 'server');
    return isDone ? resultOf(step) : stepResult(step.resource, step.object, { action: 'none', result: 'unchanged' });
  } catch (error) {
    if (!(error instanceof ExtError)) throw error;
    if (!(error.code === 'not-found' && dryRun === 'server')) throw refusalOf(step, error);
    report({ state: 'warning', message: message('step.unchecked', { object: shortName(step) }) });
    return resultOf(step);
  }
}

/** The server's refusal in the words of the step, where it has any. */
function refusalOf(step: ChangeStep, error: ExtError): ExtError {
  const { refused } = step.action === 'delete' ? {} : step;
  if (refused === undefined) return error;
  return new ExtError(error.code, refused.sentence, { ...error.details, hints: refused.hints });
}

/** False where there is nothing left to do. */
async function changeOnServer(step: ChangeStep, cluster: Cluster, dryRun: boolean): Promise<boolean> {
  switch (step.action) {
    case 'apply':
      await cluster.apply<KubeObject>(step.resource, step.object, { dryRun });
      return true;
    case 'put':
      await put(step, cluster, dryRun);
      return true;
    case 'register':
      await register(step, cluster, dryRun);
      return true;
    case 'delete':
      return remove(step, cluster, dryRun);
  }
}

async function put({ resource, object, isThere, patch }: PutStep, cluster: Cluster, dryRun: boolean): Promise<void> {
  if (isThere) await cluster.patch(resource, object.metadata, patch, { dryRun });
  else await cluster.create<KubeObject>(resource, object, { dryRun });
}

/** By then some replica has made the authority; a dry run has none to ask for. */
async function register({ resource, object, isThere, saysTrust }: RegisterStep, cluster: Cluster, dryRun: boolean): Promise<void> {
  const authority = dryRun || saysTrust ? undefined : await readAuthority(cluster);
  if (authority === undefined && !dryRun && !saysTrust) throw noAuthority();
  const trusted: Manifest = authority === undefined ? object : trusting(object, authority);
  if (isThere) await cluster.patch(resource, object.metadata, { webhooks: trusted['webhooks'] }, { dryRun });
  else await cluster.create<KubeObject>(resource, trusted, { dryRun });
}

function remove({ resource, object: { metadata } }: DeleteStep, cluster: Cluster, dryRun: boolean): Promise<boolean> {
  return cluster.delete(resource, metadata.name, metadata.namespace, { dryRun });
}

function resultOf(step: ChangeStep): OperationStep {
  const { resource, object } = step;
  if (step.action === 'delete') return stepResult(resource, object, { action: 'delete', result: 'deleted' });
  if (step.isThere) return stepResult(resource, object, { action: 'configure', result: 'configured' });
  return stepResult(resource, object, { action: 'create', result: 'created' });
}

/** The object as a person would write it: `service/ext-webhook`. */
export function shortName({ resource, object }: Pick<ChangeStep, 'resource' | 'object'>): string {
  return `${resource.kind.toLowerCase()}/${object.metadata.name}`;
}
