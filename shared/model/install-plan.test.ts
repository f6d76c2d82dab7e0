import { describe, expect, it } from 'vitest';
import { anInstallPlan } from '../../test/support/builders.ts';
import { isWaiting, newest, type InstallPlan } from './install-plan.ts';

type Phase = NonNullable<InstallPlan['status']>['phase'];

describe('isWaiting', () => {
  it.each<[Phase, boolean, boolean]>([
    ['RequiresApproval', false, true],
    ['RequiresApproval', true, false],
    ['Planning', false, false],
    ['Installing', true, false],
    ['Complete', true, false],
    ['Failed', false, false],
    ['', false, false],
  ])('phase "%s", approved %s: %s', (phase, approved, waiting) => {
    expect(isWaiting(anInstallPlan({ spec: { approved }, status: { phase } }))).toBe(waiting);
  });
});

describe('newest', () => {
  const plan = (name: string, generation?: number) => anInstallPlan({ metadata: { name }, spec: { generation } });

  it.each([
    ['the highest generation, as a number', [plan('a', 9), plan('b', 10), plan('c', 2)], 'b'],
    ['one with a generation before one without', [plan('a'), plan('b', 1)], 'b'],
    ['nothing among none', [], undefined],
  ])('is %s', (_, plans, name) => {
    expect(newest(plans)?.metadata.name).toBe(name);
  });
});
