import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { canonicalName, canonicalNameOf, type NameParts } from './canonical-name.ts';

const { vectors } = JSON.parse(readFileSync(new URL('../../test/platform/fixtures/names.json', import.meta.url), 'utf8')) as {
  vectors: (NameParts & { name: string; displayName: string })[];
};

it.each(vectors)('calls $module on $cluster $name', ({ cluster, module, displayName, name }) => {
  expect(canonicalName({ cluster, module, displayName })).toBe(name);
  expect(canonicalName({ cluster, module })).toBe(name);
});

it('takes the display name into account', () => {
  const labels = { 'cpaas.io/cluster-name': 'global', 'cpaas.io/module-name': 'web-cli' };
  const named = { name: 'x', labels, annotations: { 'cpaas.io/display-name': 'Web Terminal' } };
  expect(canonicalNameOf({ metadata: named })).toBe(canonicalName({ cluster: 'global', module: 'web-cli', displayName: 'Web Terminal' }));
  expect(canonicalNameOf({ metadata: { name: 'x', labels } })).toBe('global-ee98c9991ea1464aaa8054bdacbab313');
});

it('gives no name to what does not say where it belongs', () => {
  expect(canonicalNameOf({ metadata: { name: 'x' } })).toBeUndefined();
  expect(canonicalNameOf({ metadata: { name: 'x', labels: { 'cpaas.io/module-name': 'web-cli' } } })).toBeUndefined();
});
