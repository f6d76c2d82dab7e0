import { describe, expect, it } from 'vitest';
import { samplePackage } from '../../test/support/package-file.ts';
import { MisshapenError } from './document.ts';
import { metadataIn } from './package-metadata.ts';

const { metadata } = samplePackage();
const digest = `sha256:${'a'.repeat(64)}`;
const plugin = {
  apiVersion: 'cluster.alauda.io/v1alpha1',
  kind: 'ModulePlugin',
  metadata: { name: 'logagent', labels: { a: 'b' } },
  spec: { any: [1] },
};

/** What is wrong with metadata of other fields. */
function faultOf(fields: Readonly<Record<string, unknown>>): unknown {
  try {
    metadataIn({ ...metadata, ...fields });
  } catch (error) {
    if (!(error instanceof MisshapenError)) throw error;
    const { id, data } = error.sentence;
    return [id.slice('package.field.'.length), data.field, data.value].filter((each) => each !== undefined);
  }
  return 'nothing';
}

describe('metadataIn', () => {
  it('reads a bundle', () => {
    expect(metadataIn(metadata)).toEqual(metadata);
  });

  it('reads a plugin with its manifests as they are', () => {
    const fields = { type: 'plugin', module: { modulePlugin: plugin }, chart: { name: 'logagent', version: '1.0.0', digest } };
    expect(metadataIn({ ...metadata, ...fields })).toMatchObject(fields);
  });

  it('leaves out what it does not know, and what is left empty', () => {
    const read = metadataIn({ ...metadata, tomorrow: 1, provider: { name: 'Alauda', since: 2014 }, chart: null });
    expect(read).not.toHaveProperty('tomorrow');
    expect(read.provider).toEqual({ name: 'Alauda' });
    expect(read.chart).toBeUndefined();
  });

  it.each<[Readonly<Record<string, unknown>>, unknown]>([
    [{ apiVersion: 'ext.cpaas.io/v2' }, ['choice', 'apiVersion', '"ext.cpaas.io/v2"']],
    [{ csv: undefined }, ['missing', 'csv']],
    [{ channels: null }, ['missing', 'channels']],
    [{ catalogSource: undefined }, ['missing', 'catalogSource']],
    [{ type: 'plugin' }, ['missing', 'module']],
    [{ type: 'plugin', module: { modulePlugin: plugin } }, ['missing', 'chart']],
    [{ type: 'chart' }, ['missing', 'chart']],
    [{ kind: 'Bundle' }, ['choice', 'kind', '"Bundle"']],
    [{ name: undefined }, ['missing', 'name']],
    [{ name: '../x' }, ['name', 'name', '"../x"']],
    [{ displayName: '' }, ['line', 'displayName', '""']],
    [{ displayName: 'a\u001B[2Jb' }, ['line', 'displayName', '"a\\u001b[2Jb"']],
    [{ displayName: 'a\u202Eb' }, ['line', 'displayName', '"a\\u202eb"']],
    [{ displayName: 'a\u2028b' }, ['line', 'displayName', '"a\\u2028b"']],
    [{ displayName: 'x'.repeat(257) }, ['line', 'displayName', `"${'x'.repeat(200)}…"`]],
    [{ type: 'operator' }, ['choice', 'type', '"operator"']],
    [{ version: 1.5 }, ['text', 'version', '1.5']],
    [{ version: 'v1\nv2' }, ['line', 'version', '"v1\\nv2"']],
    [{ architectures: 'linux/amd64' }, ['list', 'architectures', '"linux/amd64"']],
    [{ architectures: ['linux/amd64', 'amd64'] }, ['token', 'architectures[1]', '"amd64"']],
    [{ artifact: undefined }, ['missing', 'artifact']],
    [{ artifact: { image: 'nginx', digest } }, ['image', 'artifact.image', '"nginx"']],
    [
      { artifact: { image: 'r.io/x:v1', digest: 'sha256:../../etc/hostname' } },
      ['digest', 'artifact.digest', '"sha256:../../etc/hostname"'],
    ],
    [{ relatedImages: [{ image: 'r.io/../x:v1', digest }] }, ['image', 'relatedImages[0].image', '"r.io/../x:v1"']],
    [{ relatedImages: {} }, ['list', 'relatedImages', '{…}']],
    [{ imagesIncluded: 'yes' }, ['truth', 'imagesIncluded', '"yes"']],
    [{ csv: 'Harbor CSV' }, ['name', 'csv', '"Harbor CSV"']],
    [{ channels: [{ default: true }] }, ['missing', 'channels[0].name']],
    [{ channels: [{ name: 'stable', default: 1 }] }, ['truth', 'channels[0].default', '1']],
    [{ catalogSource: 'a/b' }, ['name', 'catalogSource', '"a/b"']],
    [{ provider: 'Alauda' }, ['mapping', 'provider', '"Alauda"']],
    [{ provider: { name: '\u0007' } }, ['line', 'provider.name', '"\\u0007"']],
    [{ module: {} }, ['missing', 'module.modulePlugin']],
    [{ module: { modulePlugin: { ...plugin, kind: undefined } } }, ['missing', 'module.modulePlugin.kind']],
    [{ module: { modulePlugin: { ...plugin, metadata: {} } } }, ['missing', 'module.modulePlugin.metadata.name']],
    [
      { module: { modulePlugin: { ...plugin, metadata: { name: 'x', labels: { a: 1 } } } } },
      ['text', 'module.modulePlugin.metadata.labels.a', '1'],
    ],
    [{ module: { modulePlugin: plugin, moduleConfig: [] } }, ['mapping', 'module.moduleConfig', '[…]']],
    [{ chart: { name: 'x', version: 'v1' } }, ['missing', 'chart.digest']],
  ])('refuses %j', (fields, fault) => {
    expect(faultOf(fields)).toEqual(fault);
  });

  it.each([[null], ['text'], [[]], [{}]])('refuses %j', (value) => {
    expect(() => metadataIn(value)).toThrow(MisshapenError);
  });
});
