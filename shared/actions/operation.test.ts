import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { aNamespace, aSubscription, csvName, harbor } from '../../test/support/builders.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { message } from '../messages/message.ts';
import { subscriptions } from '../model/subscription.ts';
import { namespaces } from '../model/workload.ts';
import type { Plan } from '../plan/step.ts';
import { operationResult, planned, sayStep, stepResult } from './operation.ts';

const namespaceStep = stepResult(namespaces, aNamespace(), { action: 'none', result: 'unchanged' });
const subscriptionStep = stepResult(subscriptions, aSubscription(), { action: 'create', result: 'created' });
const plan: Plan = {
  title: message('wait.start'),
  steps: [
    { action: 'keep', resource: namespaces, object: aNamespace() },
    { action: 'create', resource: subscriptions, object: aSubscription() },
    { action: 'await', namespace: harbor, subscription: `${harbor}-subs`, csv: csvName(), orNewer: false },
  ],
  warnings: [],
};

describe('a line of the answer', () => {
  it('names an object as kubectl does', () => {
    expect(subscriptionStep).toEqual({
      cluster: null,
      object: `subscription.operators.coreos.com/${harbor}-subs`,
      namespace: harbor,
      action: 'create',
      result: 'created',
    });
  });

  it('names no namespace where there is none', () => {
    expect(namespaceStep).toMatchObject({ object: `namespace/${harbor}`, namespace: null });
  });

  it('is said as soon as it is true', () => {
    const context = actionContext(memoryCluster());
    sayStep(subscriptionStep, context.report);
    const { object, result } = subscriptionStep;
    expect(context.events).toEqual([{ state: 'done', message: message('step.done', { object, result }), object, step: subscriptionStep }]);
  });
});

describe('the answer', () => {
  it.each([
    ['holds the objects of a dry run', 'server', plan, [aSubscription()]],
    ['holds no objects where they were written', 'none', plan, []],
    ['holds no objects where there is no plan', 'server', undefined, []],
  ] as const)('%s', (_, dryRun, of, manifests) => {
    expect(operationResult([subscriptionStep], { dryRun, plan: of })).toEqual({
      apiVersion: 'ext.cpaas.io/v1',
      kind: 'OperationResult',
      dryRun,
      steps: [subscriptionStep],
      manifests,
      errors: [],
      warnings: [],
    });
  });

  it('of a client dry run is what the plan would do, said line by line', () => {
    const context = actionContext(memoryCluster());
    const result = planned(plan, context.report);
    expect(result).toMatchObject({ dryRun: 'client', steps: [namespaceStep, subscriptionStep], manifests: [aSubscription()] });
    expect(context.events.map(({ step }) => step)).toEqual(result.steps);
  });
});
