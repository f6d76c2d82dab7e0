import { expect, it } from 'vitest';
import { readyPods, type EndpointSlice } from './endpoint-slice.ts';

it('names the pods that are ready, in all slices', () => {
  const slice = (...endpoints: NonNullable<EndpointSlice['endpoints']>): EndpointSlice => ({
    ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 's' } },
    endpoints,
  });
  const not = { conditions: { ready: false }, targetRef: { name: 'b' } };
  const slices = [slice({ conditions: { ready: true }, targetRef: { name: 'a' } }, not), slice({ targetRef: { name: 'c' } }, {})];
  expect(readyPods([...slices, { ...slice(), endpoints: null }])).toEqual(['a', 'c']);
});
