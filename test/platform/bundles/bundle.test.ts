import { describe, expect, it } from 'vitest';
import { bundle, unpackModeOf } from './bundle.ts';
import { platformBundles, customBundles } from './catalogues.ts';

describe('bundle', () => {
  const made = bundle({ package: 'some-operator', version: '1.2.3' });

  it('needs no more than a name and a version', () => {
    expect(made).toMatchObject({ csvName: 'some-operator.v1.2.3', channels: ['stable'], defaultChannel: 'stable', bundlePath: undefined });
    expect(made.objects.map((object) => JSON.parse(object).kind)).toEqual(['ClusterServiceVersion', 'CustomResourceDefinition']);
    expect(made.csvJson).toBe(made.objects[0]);
  });

  it('tells what it is and provides as properties', () => {
    expect(made.providedApis).toEqual([{ group: 'some-operator.example.com', version: 'v1alpha1', kind: 'SomeOperator' }]);
    expect(made.properties).toEqual([
      { type: 'olm.gvk', value: '{"group":"some-operator.example.com","kind":"SomeOperator","version":"v1alpha1"}' },
      { type: 'olm.package', value: '{"packageName":"some-operator","version":"1.2.3"}' },
    ]);
  });

  it('tells what it requires, as property, as dependency and in the CSV', () => {
    const needy = bundle({
      package: 'needy',
      version: '1.0.0',
      requires: [
        { group: 'g.example.com', version: 'v1', kind: 'Thing' },
        { package: 'other', range: '>=1.0.0' },
      ],
    });
    const gvk = '{"group":"g.example.com","kind":"Thing","version":"v1"}';
    expect(needy.dependencies).toEqual([
      { type: 'olm.gvk', value: gvk },
      { type: 'olm.package', value: '{"packageName":"other","version":">=1.0.0"}' },
    ]);
    expect(needy.properties).toContainEqual({ type: 'olm.gvk.required', value: gvk });
    expect(needy.properties).toContainEqual({ type: 'olm.package.required', value: '{"packageName":"other","versionRange":">=1.0.0"}' });
    expect(needy.requiredApis).toHaveLength(1);
    expect(JSON.parse(needy.csvJson).spec.customresourcedefinitions.required).toMatchObject([
      { name: 'things.g.example.com', version: 'v1' },
    ]);
  });

  it('writes the graph into the CSV too', () => {
    const later = bundle({ package: 'a', version: '3.0.0', replaces: 'a.v1.0.0', skips: ['a.v2.0.0'], skipRange: '<3.0.0' });
    expect(JSON.parse(later.csvJson)).toMatchObject({
      metadata: { annotations: { 'olm.skipRange': '<3.0.0' } },
      spec: { replaces: 'a.v1.0.0', skips: ['a.v2.0.0'] },
    });
  });

  it.each(['plain', 'gzip', 'never'] as const)('lies in an image whose path tells how it is unpacked: %s', (unpack) => {
    const { bundlePath } = bundle({ package: 'a', version: '1.0.0', unpack });
    expect(unpackModeOf(bundlePath ?? '')).toBe(unpack);
  });

  it('is part of a graph in which every name is of its own package', () => {
    for (const one of [...platformBundles, ...customBundles]) {
      for (const name of [one.csvName, ...(one.replaces === undefined ? [] : [one.replaces]), ...one.skips]) {
        expect(name.startsWith(`${one.package}.v`)).toBe(true);
      }
    }
  });
});
