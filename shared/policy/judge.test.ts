import { describe, expect, it } from 'vitest';
import { aNamespace, aPackage, aSubscription } from '../../test/support/builders.ts';
import { policy } from './index.ts';
import { judge } from './judge.ts';

const bad = aSubscription({
  metadata: { annotations: { 'cpaas.io/target-namespaces': 'a' } },
  spec: { installPlanApproval: 'Automatic', channel: 'harbor-2', startingCSV: 'none', sourceNamespace: 'olm' },
});
const neighbour = aSubscription({ metadata: { namespace: bad.metadata.namespace }, spec: { name: 'keda' } });
const facts = { operatorPackage: aPackage(), publishedByAlauda: true, catalogNamespaces: ['cpaas-system'], subscriptions: [neighbour] };

describe('judge', () => {
  it('tells all objections at once, in the order of the rules', () => {
    const { findings, unasked } = judge({ type: 'CREATE' }, bad, facts);
    expect(findings.map(({ rule }) => rule)).toEqual(policy.Subscription.map(({ id }) => id));
    expect(unasked).toEqual([]);
  });

  it('tells every rule that it could not ask', () => {
    expect(judge({ type: 'CREATE' }, bad, {})).toEqual({
      findings: [],
      unasked: policy.Subscription.map(({ id, needs: [fact] }) => ({ rule: id, fact })),
    });
  });

  it('judges of an UPDATE only what it changes', () => {
    const old = { ...bad, spec: { ...bad.spec, startingCSV: 'another' } };
    expect(judge({ type: 'UPDATE', old }, bad, facts).findings.map(({ rule }) => rule)).toEqual(['subscription.channel-exists']);
  });

  it('has nothing against a kind without rules', () => {
    expect(judge({ type: 'CREATE' }, aNamespace(), facts)).toEqual({ findings: [], unasked: [] });
  });

  it('does not take a property every object has for a kind', () => {
    const object = { apiVersion: 'v1', kind: 'toString', metadata: { name: 'odd' } };
    expect(judge({ type: 'CREATE' }, object, facts)).toEqual({ findings: [], unasked: [] });
  });
});

describe('the policy', () => {
  const rules = Object.values(policy).flat();

  it('has no id twice', () => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
