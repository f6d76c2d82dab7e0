import { message } from '../messages/message.ts';
import type { KubeObject } from '../model/object.ts';
import { qualifiedName, type Resource } from '../model/resource.ts';
import type { Plan } from '../plan/step.ts';
import type { DryRun } from './dry-run.ts';
import type { Report } from './event.ts';
import type { OperationResult, OperationStep } from './result.ts';

type Done = Pick<OperationStep, 'action' | 'result'>;

/** One line of the answer about one object. */
export function stepResult(resource: Resource, { metadata }: Pick<KubeObject, 'metadata'>, done: Done): OperationStep {
  return { cluster: null, object: `${qualifiedName(resource)}/${metadata.name}`, namespace: metadata.namespace ?? null, ...done };
}

/** The answer of a command that writes. */
export function operationResult(steps: readonly OperationStep[], { dryRun, plan }: { dryRun: DryRun; plan?: Plan }): OperationResult {
  const manifests =
    dryRun === 'none' || plan === undefined ? [] : plan.steps.flatMap((step) => (step.action === 'create' ? [step.object] : []));
  return { apiVersion: 'ext.cpaas.io/v1', kind: 'OperationResult', dryRun, steps, manifests, errors: [], warnings: [] };
}

/** Says what has been done to one object. */
export function sayStep(step: OperationStep, report: Report): void {
  report({ state: 'done', message: message('step.done', { object: step.object, result: step.result }), object: step.object, step });
}

/** The answer of a client dry run: what the plan would do, with nothing asked of the server. */
export function planned(plan: Plan, report: Report): OperationResult {
  const steps = plan.steps.flatMap((step): OperationStep[] => {
    if (step.action === 'create') return [stepResult(step.resource, step.object, { action: 'create', result: 'created' })];
    if (step.action === 'keep') return [stepResult(step.resource, step.object, { action: 'none', result: 'unchanged' })];
    return [];
  });
  for (const step of steps) sayStep(step, report);
  return operationResult(steps, { dryRun: 'client', plan });
}
