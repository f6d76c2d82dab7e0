import { expect, it } from 'vitest';
import { everyManifest, keyOf } from './observed.ts';
import { isRegistration, resourceOf } from './resources.ts';

it('every object of an installation has a place', () => {
  for (const object of everyManifest()) expect(resourceOf(object).namespaced).toBe(object.metadata.namespace !== undefined);
});

it('whatever the role, each object once, the registrations last', () => {
  const keys = everyManifest().map(keyOf);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toEqual(expect.arrayContaining(['ValidatingAdmissionPolicy/ext-global-only', 'ValidatingAdmissionPolicy/ext-type-label']));
  expect(everyManifest().findIndex(isRegistration)).toBe(keys.length - 2);
});

it('a kind that no installation has is a mistake', () => {
  expect(() => resourceOf({ apiVersion: 'v1', kind: 'Pod' })).toThrow('Pod of v1 is no part of the webhook');
});
