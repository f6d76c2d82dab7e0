import { expect, it } from 'vitest';
import { apiVersionOf, qualifiedName } from './resource.ts';
import { subscriptions } from './subscription.ts';
import { deployments, namespaces } from './workload.ts';

it.each([
  [namespaces, 'v1', 'namespace'],
  [deployments, 'apps/v1', 'deployment.apps'],
  [subscriptions, 'operators.coreos.com/v1alpha1', 'subscription.operators.coreos.com'],
])('$plural is spelled out', (resource, apiVersion, name) => {
  expect(apiVersionOf(resource)).toBe(apiVersion);
  expect(qualifiedName(resource)).toBe(name);
});
