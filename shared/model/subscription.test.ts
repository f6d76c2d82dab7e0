import { expect, it } from 'vitest';
import { aNamespace, aSubscription } from '../../test/support/builders.ts';
import { holdOf, isSubscription } from './subscription.ts';

it.each([
  ['a Subscription', aSubscription(), true],
  ['an object of another kind', aNamespace(), false],
  ['a Subscription of another group', { ...aSubscription(), apiVersion: 'apps.open-cluster-management.io/v1' }, false],
])('%s is one of OLM: %s', (_, object, expected) => {
  expect(isSubscription(object)).toBe(expected);
});

it.each<[string, Record<string, string> | undefined, string | undefined]>([
  ['its annotation', { 'ext.cpaas.io/hold': 'not yet' }, 'not yet'],
  ['an annotation without a reason', { 'ext.cpaas.io/hold': '' }, ''],
  ['no annotation', { other: 'x' }, undefined],
  ['no annotations', undefined, undefined],
])('is held by %s', (_, annotations, reason) => {
  expect(holdOf(aSubscription({ metadata: { annotations } }))).toBe(reason);
});
