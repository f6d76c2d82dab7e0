import { describe, expect, it } from 'vitest';
import { aSubscription, harbor } from '../../../test/support/builders.ts';
import { languages, textOf } from '../../messages/text.ts';
import type { Facts } from '../../model/facts.ts';
import { generatedByAnnotation, type Approval, type Subscription } from '../../model/subscription.ts';
import type { Operation } from '../rule.ts';
import { subscriptionApproval } from './subscription-approval.ts';

const create = { type: 'CREATE' } as const;
const alauda: Facts = { publishedByAlauda: true };
const foreign: Facts = { publishedByAlauda: false };
const generated = { annotations: { [generatedByAnnotation]: 'install-x' } };

function written(approval: Approval | undefined, metadata: Partial<Subscription['metadata']> = {}): Subscription {
  const { installPlanApproval: _, ...spec } = aSubscription().spec;
  const base = aSubscription({ metadata });
  return { ...base, spec: approval === undefined ? spec : { ...spec, installPlanApproval: approval } };
}

function settled(operation: Operation<Subscription>, object: Subscription, facts: Facts): string | undefined {
  return subscriptionApproval.concerns(operation, object) ? subscriptionApproval.settle(object, facts)?.value : undefined;
}

const updateOf = (approval: Approval | undefined): Operation<Subscription> => ({ type: 'UPDATE', old: written(approval) });

describe('subscription.default-approval sets Manual', () => {
  it.each<[string, Operation<Subscription>, Subscription, Facts]>([
    ['where approval is absent', create, written(undefined), alauda],
    ['where it is empty, which OLM takes as absent', create, aSubscription({ spec: { installPlanApproval: '' as Approval } }), alauda],
    ['where the publisher is not known', create, written(undefined), {}],
    ['where OLM generated an Automatic one', create, written('Automatic', generated), alauda],
    ['where OLM generated one of an unknown publisher', create, written('Automatic', generated), {}],
    ['where an UPDATE takes Manual away', updateOf('Manual'), written(undefined), alauda],
  ])('%s', (_title, operation, object, facts) => expect(settled(operation, object, facts)).toBe('Manual'));
});

describe('subscription.default-approval leaves alone', () => {
  it.each<[string, Operation<Subscription>, Subscription, Facts]>([
    ["a person's Manual", create, written('Manual'), alauda],
    ["a person's Automatic, which a rule judges", create, written('Automatic'), alauda],
    ['what OLM generated as Manual', create, written('Manual', generated), alauda],
    ['an operator of another publisher', create, written(undefined), foreign],
    ["OLM's own for another publisher", create, written('Automatic', generated), foreign],
    ['an UPDATE to Automatic', updateOf('Manual'), written('Automatic'), alauda],
    ['an UPDATE of what was absent before', updateOf(undefined), written(undefined), alauda],
    ['an UPDATE that takes Automatic away', updateOf('Automatic'), written(undefined), alauda],
    ['an UPDATE of what OLM generated', updateOf('Automatic'), written('Automatic', generated), alauda],
  ])('%s', (_title, operation, object, facts) => expect(settled(operation, object, facts)).toBeUndefined());
});

describe('the warning', () => {
  const setting = subscriptionApproval.settle(written(undefined), alauda);

  it('names the command that approves', () => {
    expect(setting && textOf(setting.warning, 'en')).toContain(`kubectl ext approve ${harbor} -n ${harbor}`);
  });

  it.each(languages)('fits into 120 characters in %s', (language) => {
    const words = setting === undefined ? '' : textOf(setting.warning, language);
    expect(words).toMatch(/^[^{}]{1,120}$/);
  });
});

it('has nothing to add to what it made', () => {
  const made = written('Manual', generated);
  expect(settled(create, made, alauda)).toBeUndefined();
});
