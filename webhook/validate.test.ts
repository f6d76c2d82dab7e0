import { describe, expect, it } from 'vitest';
import { aRequest, knowing } from '../test/support/admission.ts';
import { unclaimed } from '../test/support/serve-app.ts';
import { aPackage, aSubscription, clickhousePackage, csvName, harbor } from '../test/support/builders.ts';
import type { Subscription } from '../shared/model/subscription.ts';
import type { FactSource } from './facts/index.ts';
import { defaultModes } from '../shared/policy/modes.ts';
import type { AdmissionRequest, Verdict } from './review.ts';
import { createMetrics } from './metrics.ts';
import { createValidate } from './validate.ts';

const budget = 1000;
const facts = knowing([aPackage(), clickhousePackage]);
const automatic = aSubscription({ spec: { installPlanApproval: 'Automatic' } });
const noChannel = aSubscription({ spec: { channel: 'edge' } });

function dying(spec: Partial<Subscription['spec']> = {}): Subscription {
  return aSubscription({ metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' }, spec });
}

function verdict(request: Partial<AdmissionRequest>, source: FactSource = facts, modeOf = defaultModes): Promise<Verdict> {
  return createValidate({
    facts: source,
    modeOf,
    metrics: createMetrics(),
    claims: unclaimed,
    tell: () => {},
    isOld: () => false,
  })(aRequest(request), budget);
}

const manualLine =
  'subscription.manual-approval: spec.installPlanApproval: Automatic is not allowed for harbor-ce-operator, an operator of Alauda; ' +
  'set Manual, then: kubectl ext approve harbor-ce-operator -n harbor-ce-operator';
const channelLine = 'subscription.channel-exists: spec.channel: harbor-ce-operator has no channel edge; its channels: stable, harbor-2';

describe('a denial', () => {
  it('names rule, field, fault and way out, as text and as a cause', async () => {
    expect(await verdict({ object: automatic })).toEqual({
      denial: {
        code: 422,
        reason: 'Invalid',
        message: manualLine,
        causes: [{ field: 'spec.installPlanApproval', message: manualLine.replace(' spec.installPlanApproval:', '') }],
        kind: 'Subscription',
        name: `${harbor}-subs`,
      },
      warnings: [],
      notes: { verdict: 'deny', rules: 'subscription.manual-approval' },
    });
  });

  it('holds every objection, in the order of the law', async () => {
    const both = aSubscription({ spec: { installPlanApproval: 'Automatic', channel: 'edge' } });
    const { denial, notes } = await verdict({ object: both });
    expect(denial?.message).toBe(`${manualLine}\n${channelLine}`);
    expect(denial?.causes.map(({ field }) => field)).toEqual(['spec.installPlanApproval', 'spec.channel']);
    expect(notes).toEqual({ verdict: 'deny', rules: 'subscription.manual-approval,subscription.channel-exists' });
  });
});

describe('what passes', () => {
  it.each<[string, Partial<AdmissionRequest>]>([
    ['Manual', {}],
    [
      "another publisher's Automatic",
      { object: aSubscription({ spec: { name: 'clickhouse-operator', installPlanApproval: 'Automatic' } }) },
    ],
    [
      'an unrelated change of what is stored badly',
      { operation: 'UPDATE', oldObject: automatic, object: { ...automatic, metadata: { ...automatic.metadata, labels: { a: 'b' } } } },
    ],
  ])('%s', async (_what, request) => expect(await verdict(request)).toEqual({ warnings: [], notes: { verdict: 'allow' } }));

  it.each<[string, Partial<AdmissionRequest>]>([
    ["the platform's own write", { object: automatic, groups: ['system:serviceaccounts', 'system:serviceaccounts:cpaas-system'] }],
    ['an object on its way out', { operation: 'UPDATE', oldObject: dying(), object: dying({ channel: 'edge' }) }],
    [
      'what OLM generates',
      { object: aSubscription({ metadata: { annotations: { 'olm.generated-by': 'install-x' } }, spec: { channel: 'edge' } }) },
    ],
  ])('unasked: %s', async (_what, request) => expect(await verdict(request)).toEqual({}));

  it.each<[string, Partial<AdmissionRequest>]>([
    ['a CREATE', { object: dying({ installPlanApproval: 'Automatic' }) }],
    ['a CREATE over what is said to be on its way out', { object: dying({ installPlanApproval: 'Automatic' }), oldObject: dying() }],
    ['an UPDATE of what stays', { operation: 'UPDATE', object: dying({ installPlanApproval: 'Automatic' }), oldObject: aSubscription() }],
  ])('not so %s that only says it is on its way out', async (_what, request) => {
    expect((await verdict(request)).denial?.message).toBe(manualLine);
  });

  it('not so an UPDATE of what OLM generated', async () => {
    const generated = (spec: Partial<Subscription['spec']>) =>
      aSubscription({ metadata: { annotations: { 'olm.generated-by': 'install-x' } }, spec });
    const request = { operation: 'UPDATE', object: generated({ installPlanApproval: 'Automatic' }), oldObject: generated({}) };
    expect((await verdict(request)).denial?.message).toBe(manualLine);
  });
});

describe('what is not known', () => {
  it('does not deny, and is told', async () => {
    expect(await verdict({ object: automatic }, knowing([]))).toEqual({
      warnings: ['not checked: publishedByAlauda (manual-approval)', 'not checked: operatorPackage (channel-exists, all-namespaces)'],
      notes: { verdict: 'allow', unknown: 'publishedByAlauda,operatorPackage' },
    });
  });

  it('is not asked for where no rule needs it', async () => {
    const asked: string[] = [];
    const watching: FactSource = { gather: async (_object, names) => (asked.push(...names), {}) };
    await verdict({ operation: 'UPDATE', object: automatic, oldObject: automatic }, watching);
    expect(asked).toEqual([]);
  });
});

describe('a denial for want of something', () => {
  const newer = aPackage({ channels: { stable: ['2.13.0', '2.12.11'], edge: ['3.0.0'] } });

  it('looks again first: what is remembered may be older', async () => {
    expect(await verdict({ object: noChannel }, knowing([aPackage()], [newer]))).toEqual({ warnings: [], notes: { verdict: 'allow' } });
    const object = aSubscription({ spec: { startingCSV: csvName('2.13.0') } });
    expect((await verdict({ object }, knowing([aPackage()], [newer]))).denial).toBeUndefined();
  });

  it('is none where that cannot be read', async () => {
    expect(await verdict({ object: noChannel }, knowing([aPackage()], []))).toEqual({
      warnings: ['not checked: operatorPackage (channel-exists, all-namespaces)'],
      notes: { verdict: 'allow', unknown: 'operatorPackage' },
    });
  });

  it('forgets nothing that was known otherwise', async () => {
    const both = aSubscription({ spec: { installPlanApproval: 'Automatic', channel: 'edge' } });
    const { denial, warnings } = await verdict({ object: both }, knowing([aPackage()], []));
    expect(denial?.message).toBe(manualLine);
    expect(warnings).toEqual(['not checked: operatorPackage (channel-exists, all-namespaces)']);
  });
});

describe('what is not ours', () => {
  it.each<[string, Partial<AdmissionRequest>, string]>([
    ['another kind', { resource: { group: '', version: 'v1', resource: 'pods' } }, 'not judged: CREATE of pods'],
    [
      'another version',
      { resource: { group: 'operators.coreos.com', version: 'v2', resource: 'subscriptions' } },
      'not judged: CREATE of subscriptions',
    ],
    ['a subresource', { operation: 'UPDATE', subResource: 'status' }, 'not judged: UPDATE of subscriptions/status'],
    ['another operation', { operation: 'DELETE', object: null }, 'not judged: DELETE of subscriptions'],
  ])('passes with a warning: %s', async (_what, request, warning) => expect(await verdict(request)).toEqual({ warnings: [warning] }));
});

describe('a shape that no rule can read', () => {
  it.each<[string, Partial<AdmissionRequest>, string]>([
    ['no object', { object: [] }, 'object is not an object'],
    ['another kind than its resource', { object: { ...aSubscription(), kind: 'Pod' } }, 'kind is not Subscription'],
    ['no metadata', { object: { kind: 'Subscription', spec: {} } }, 'metadata is not there'],
    [
      'annotations in a list',
      { object: { ...aSubscription(), metadata: { name: 'a', annotations: [] } } },
      'metadata.annotations is not an object',
    ],
    [
      'a label that is a number',
      { object: { ...aSubscription(), metadata: { name: 'a', labels: { 'a.b/c': 1 } } } },
      'metadata.labels[a.b/c] is not a string',
    ],
    ['an UPDATE over a bad spec', { operation: 'UPDATE', oldObject: { ...aSubscription(), spec: [] } }, 'oldObject.spec is not an object'],
    ['no spec', { object: { kind: 'Subscription', metadata: {} } }, 'spec is not there'],
    [
      'a nameless package',
      { object: { kind: 'Subscription', metadata: {}, spec: { source: 'a', sourceNamespace: 'b' } } },
      'spec.name is not there',
    ],
    [
      'a channel of objects',
      { object: { ...aSubscription(), spec: { ...aSubscription().spec, channel: {} } } },
      'spec.channel is not a string',
    ],
    ['an UPDATE of nothing', { operation: 'UPDATE', oldObject: null }, 'oldObject is not an object'],
  ])('is refused with its path: %s', async (_what, request, text) => {
    expect((await verdict(request)).denial).toMatchObject({ code: 422, reason: 'Invalid', message: text });
  });
});

it('says that it may be out of date', async () => {
  const parts = { facts, modeOf: defaultModes, metrics: createMetrics(), claims: unclaimed, tell: () => {}, isOld: () => true };
  const { warnings } = await createValidate(parts)(aRequest({}), budget);
  expect(warnings).toEqual(['judged by what may be out of date: the webhook has not heard of the cluster for a while']);
});
