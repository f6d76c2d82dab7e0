import { expect, it } from 'vitest';
import { aDeployment, downStatus } from '../../test/support/builders.ts';
import { isAvailable, isRolledOut } from './workload.ts';

it.each([
  ['available', aDeployment(), true],
  ['down', aDeployment({ status: downStatus }), false],
  ['of a generation nobody has looked at yet', aDeployment({ metadata: { generation: 2 } }), false],
  ['without a word on its availability', aDeployment({ status: { conditions: [] } }), false],
  ['without a status', { ...aDeployment(), status: undefined }, false],
  [
    'with fewer replicas than wanted, as many as it may lack',
    aDeployment({ spec: { replicas: 4 }, status: { availableReplicas: 3 } }),
    true,
  ],
  ['scaled to none on purpose', aDeployment({ spec: { replicas: 0 }, status: { availableReplicas: 0 } }), true],
])('a Deployment %s', (_, deployment, available) => {
  expect(isAvailable(deployment)).toBe(available);
});

const rolledOut = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

it.each([
  ['with all replicas', rolledOut, true],
  ['of a generation nobody has looked at yet', { ...rolledOut, observedGeneration: 0 }, false],
  ['with an old replica beside the new ones', { ...rolledOut, replicas: 3 }, false],
  ['with a replica that is not available', { ...rolledOut, availableReplicas: 1 }, false],
  ['with an old replica in place of a new one', { ...rolledOut, updatedReplicas: 1 }, false],
])('the roll-out of a Deployment %s', (_, status, isOut) => {
  expect(isRolledOut({ ...aDeployment({ spec: { replicas: 2 } }), status })).toBe(isOut);
});
