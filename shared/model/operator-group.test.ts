import { expect, it } from 'vitest';
import { anOperatorGroup } from '../../test/support/builders.ts';
import { targetsOf } from './operator-group.ts';

it.each([
  ['no spec means all', { ...anOperatorGroup(), spec: undefined }, []],
  ['an empty spec means all', anOperatorGroup(), []],
  ['names come sorted', anOperatorGroup({ spec: { targetNamespaces: ['b', 'a'] } }), ['a', 'b']],
  ['a selector cannot be known', anOperatorGroup({ spec: { selector: { matchLabels: { team: 'a' } }, targetNamespaces: ['a'] } }), null],
])('%s', (_, group, targets) => {
  expect(targetsOf(group)).toEqual(targets);
});
