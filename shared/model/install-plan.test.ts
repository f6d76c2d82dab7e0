import { describe, expect, it } from 'vitest';
import { anInstallPlan } from '../../test/support/builders.ts';
import { isWaiting, newest, unpackedIn, type InstallPlan } from './install-plan.ts';

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

describe('unpackedIn', () => {
  const plan = (...manifests: (string | undefined)[]) =>
    anInstallPlan({
      status: {
        plan: manifests.map((manifest) => ({
          resolving: 'a.v1',
          status: 'Unknown',
          resource: { group: '', version: 'v1', kind: 'Any', name: 'any', sourceName: 's', sourceNamespace: 'ns', manifest },
        })),
      },
    });
  const reference = (name: string) => JSON.stringify({ kind: 'ConfigMap', name, namespace: 'cpaas-system', catalogSourceName: 'platform' });

  it('finds each ConfigMap once', () => {
    expect(unpackedIn(plan(reference('a'), reference('b'), reference('a')))).toEqual([
      { name: 'a', namespace: 'cpaas-system' },
      { name: 'b', namespace: 'cpaas-system' },
    ]);
  });

  it.each([
    ['an object itself', JSON.stringify({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'a', namespace: 'b' } })],
    ['nothing', undefined],
    ['no JSON', 'kind: ConfigMap'],
    ['JSON that is no object', 'null'],
  ])('is not misled by %s', (_, manifest) => expect(unpackedIn(plan(manifest))).toEqual([]));

  it('finds none in a plan without steps', () => expect(unpackedIn(anInstallPlan())).toEqual([]));
});
