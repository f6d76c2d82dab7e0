import { describe, expect, it } from 'vitest';
import { aRequest, knowing } from '../test/support/admission.ts';
import { aPackage, aSubscription, clickhousePackage, harbor } from '../test/support/builders.ts';
import { jsonPatched } from '../test/support/json-patch.ts';
import type { Subscription } from '../shared/model/subscription.ts';
import { createMutate, operationsFor } from './mutate.ts';
import type { AdmissionRequest, Verdict } from './review.ts';

const facts = knowing([aPackage(), clickhousePackage]);

function verdict(request: Partial<AdmissionRequest>): Promise<Verdict> {
  return createMutate({ facts })(aRequest(request), 1000);
}

function open(spec: Partial<Subscription['spec']> = {}, annotations: Record<string, string> = {}): Subscription {
  const { installPlanApproval: _, ...rest } = aSubscription({ spec }).spec;
  return { ...aSubscription({ metadata: { annotations } }), spec: rest };
}

const warnings = [`installPlanApproval set to Manual; then: kubectl ext approve ${harbor} -n ${harbor}`];

describe('the mutating half', () => {
  it('adds what is absent and tells the command that approves', async () => {
    const operations = [{ op: 'add', path: '/spec/installPlanApproval', value: 'Manual' }];
    expect(await verdict({ object: open() })).toEqual({ operations, warnings });
  });

  it("replaces OLM's Automatic", async () => {
    const object = aSubscription({
      metadata: { annotations: { 'olm.generated-by': 'install-x' } },
      spec: { installPlanApproval: 'Automatic' },
    });
    const operations = [{ op: 'replace', path: '/spec/installPlanApproval', value: 'Manual' }];
    expect(await verdict({ object })).toEqual({ operations, warnings });
  });

  it('has nothing to add to what it made', async () => {
    const object = open();
    const { operations = [] } = await verdict({ object });
    expect(await verdict({ object: jsonPatched(object, operations) })).toEqual({ operations: [], warnings: [] });
  });

  it('does so for the platform too: OLM may run there', async () => {
    expect(await verdict({ object: open(), groups: ['system:serviceaccounts:cpaas-system'] })).toMatchObject({ warnings });
  });

  it.each<[string, Partial<AdmissionRequest>]>([
    ["a person's Automatic", { object: aSubscription({ spec: { installPlanApproval: 'Automatic' } }) }],
    ['an operator of another publisher', { object: open({ name: 'clickhouse-operator' }) }],
  ])('leaves alone: %s', async (_what, request) => expect(await verdict(request)).toEqual({ operations: [], warnings: [] }));

  it('leaves alone what is on its way out', async () => {
    const object = { ...open(), metadata: { name: 'a', deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(await verdict({ object, operation: 'UPDATE', oldObject: object })).toEqual({});
  });

  it('does not believe a CREATE that says it is on its way out', async () => {
    const object = { ...open(), metadata: { ...open().metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(await verdict({ object })).toMatchObject({ warnings });
  });

  it('passes what is not ours with a warning, and refuses what has no shape', async () => {
    expect(await verdict({ operation: 'DELETE' })).toEqual({ warnings: ['not judged: DELETE of subscriptions'] });
    expect((await verdict({ object: {} })).denial?.message).toBe('kind is not there');
  });
});

describe('operationsFor', () => {
  it.each<[string, object, readonly string[], unknown]>([
    ['adds a field', { a: {} }, ['a', 'b'], { a: { b: 'v' } }],
    ['replaces a field', { a: { b: 'old' } }, ['a', 'b'], { a: { b: 'v' } }],
    ['makes what leads to it', { a: {} }, ['a', 'b', 'c'], { a: { b: { c: 'v' } } }],
    ['replaces a null on the way', { a: { b: null } }, ['a', 'b', 'c'], { a: { b: { c: 'v' } } }],
    ['escapes slashes and tildes', { a: {} }, ['a', 'cpaas.io/x~y'], { a: { 'cpaas.io/x~y': 'v' } }],
  ])('%s', (_what, object, path, made) => expect(jsonPatched(object, operationsFor(object, { path, value: 'v' }))).toEqual(made));
});
