import { expect, it } from 'vitest';
import { aNamespace, aSubscription } from '../../test/support/builders.ts';
import { isSubscription } from './subscription.ts';

it.each([
  ['a Subscription', aSubscription(), true],
  ['an object of another kind', aNamespace(), false],
  ['a Subscription of another group', { ...aSubscription(), apiVersion: 'apps.open-cluster-management.io/v1' }, false],
])('%s is one of OLM: %s', (_, object, expected) => {
  expect(isSubscription(object)).toBe(expected);
});
