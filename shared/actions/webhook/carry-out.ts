import type { AccessQuestion, Cluster } from '../../cluster/cluster.ts';
import { message } from '../../messages/message.ts';
import { isChange, type ChangeStep, type WebhookPlan } from '../../plan/webhook/steps.ts';
import type { ActionContext } from '../context.ts';
import type { DryRun } from '../dry-run.ts';
import { operationResult } from '../operation.ts';
import { requireAccess } from '../preflight.ts';
import type { OperationResult } from '../result.ts';
import { shortName, walk } from './walk.ts';

/** How a plan about the webhook is carried out. */
export interface CarryOutOptions {
  readonly dryRun: DryRun;
  readonly wait: boolean;
  /** Milliseconds for everything after the question. */
  readonly timeout: number;
}

/** Shows a plan, asks whether it may be and whether to go on, and walks it. Throws `forbidden`, what asking throws, and what a step throws. */
export async function carryOut(
  plan: WebhookPlan,
  cluster: Cluster,
  context: ActionContext,
  { dryRun, wait, timeout }: CarryOutOptions,
): Promise<OperationResult> {
  const changes = plan.steps.filter(isChange);
  show(plan, changes, cluster, context);
  if (changes.length > 0 && dryRun !== 'client') {
    await requireAccess(changes.flatMap(questionsOf), cluster, message('webhook-plan.forbidden.hint'));
    if (dryRun === 'none') await context.ask(message('ask.proceed'));
  }
  // A person may take their time to answer.
  const deadline = context.now() + timeout;
  const steps = await walk(plan, cluster, context, { dryRun, wait, deadline, resume: context.again });
  return { ...operationResult(steps, { dryRun }), manifests: dryRun === 'none' ? [] : plan.manifests };
}

function show(plan: WebhookPlan, changes: readonly ChangeStep[], { context }: Cluster, { report }: ActionContext): void {
  report({ state: 'planned', message: plan.title, remark: message('webhook-plan.on', { context }) });
  for (const warning of plan.warnings) report({ state: 'warning', message: warning });
  if (changes.length === 0) return;
  for (const step of changes) {
    const object = shortName(step);
    report({ state: 'planned', object, message: lineOf(step, object), ...(step.remark === undefined ? {} : { remark: step.remark }) });
  }
  for (const note of plan.notes) report({ state: 'planned', message: note });
}

function lineOf(step: ChangeStep, object: string) {
  if (step.action === 'delete') return message('webhook-plan.delete', { object });
  return step.isThere ? message('webhook-plan.change', { object }) : message('plan.create', { object });
}

/** A server-side apply is a patch, which also creates. */
function questionsOf(step: ChangeStep): AccessQuestion[] {
  const { resource, object } = step;
  const about = { resource, namespace: object.metadata.namespace };
  if (step.action === 'delete') return [{ verb: 'delete', ...about }];
  if (step.action === 'apply') return [{ verb: 'patch', ...about }, ...(step.isThere ? [] : [{ verb: 'create', ...about }])];
  return [{ verb: step.isThere ? 'patch' : 'create', ...about }];
}
