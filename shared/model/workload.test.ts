import { expect, it } from 'vitest';
import { aDeployment, downStatus } from '../../test/support/builders.ts';
import { isAvailable } from './workload.ts';

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
