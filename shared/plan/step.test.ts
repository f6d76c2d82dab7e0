import { expect, it } from 'vitest';
import { aNamespace, csvName, harbor } from '../../test/support/builders.ts';
import { message } from '../messages/message.ts';
import { namespaces } from '../model/workload.ts';
import { writes, type Step } from './step.ts';

const [namespace, subscription, csv] = [harbor, `${harbor}-subs`, csvName()];
const guard = { packages: [harbor], includeNeighbours: false };

it.each<[string, Step[], boolean]>([
  ['of nothing', [], false],
  [
    'that keeps and waits',
    [
      { action: 'keep', resource: namespaces, object: aNamespace() },
      { action: 'await', namespace, subscription, csv, orNewer: false },
    ],
    false,
  ],
  ['that creates', [{ action: 'create', resource: namespaces, object: aNamespace() }], true],
  ['that approves', [{ action: 'approve', namespace, subscription, csv, guard }], true],
])('a plan %s writes: %s', (_, steps, expected) => {
  expect(writes({ title: message('wait.start'), steps, warnings: [] })).toBe(expected);
});
