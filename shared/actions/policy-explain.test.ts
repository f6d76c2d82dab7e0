import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { defaults } from '../policy/defaults/index.ts';
import { ruleNames } from '../messages/rule-texts.ts';
import { policy } from '../policy/index.ts';
import { explainRules } from './policy-explain.ts';

const idsIn = (record: object) =>
  Object.values(record)
    .flat()
    .map(({ id }: { id: string }) => id);

describe('explainRules', () => {
  it('knows every rule and every default', () => {
    const ids = explainRules().map(({ id }) => id);
    expect(ids.toSorted()).toEqual([...idsIn(policy), ...idsIn(defaults)].toSorted());
    expect(ruleNames.toSorted()).toEqual(ids.toSorted());
  });

  it.each(['subscription.channel-exists', 'channel-exists'])('finds a rule by %s', (name) => {
    expect(explainRules(name)).toEqual([
      {
        id: 'subscription.channel-exists',
        kind: 'Subscription',
        type: 'rule',
        askedBy: 'webhook',
        mode: 'enforce',
        operations: ['CREATE', 'UPDATE'],
        fields: ['spec.name', 'spec.source', 'spec.sourceNamespace', 'spec.channel', 'spec.startingCSV'],
        facts: ['operatorPackage'],
      },
    ]);
  });

  it.each([
    ['type-label', { askedBy: 'policy', mode: 'enforce', type: 'rule' }],
    ['canonical-name', { askedBy: 'webhook', mode: 'audit', type: 'rule' }],
    ['upgrade-path', { askedBy: 'webhook', mode: 'warn', type: 'rule' }],
    ['default-approval', { askedBy: 'webhook', mode: 'enforce', type: 'default', fields: [] }],
  ])('says who asks %s, and with what effect', (name, account) => expect(explainRules(name)).toMatchObject([account]));

  it.each([
    ['manul-approval', ['manual-approval', 'default-approval']],
    ['subscription.manual', ['subscription.manual-approval', 'subscription.catalog-namespace', 'subscription.channel-exists']],
    ['xyzzy', ['']],
  ])('offers what is nearest to %s', async (name, near) => {
    expect(await errorOf(() => explainRules(name))).toMatchObject({
      code: 'not-found',
      sentence: { id: 'policy.no-rule', data: { rule: name } },
      details: { hints: near.map((each) => `kubectl ext policy explain ${each}`.trim()) },
    });
  });
});
