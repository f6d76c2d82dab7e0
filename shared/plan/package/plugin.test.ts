import { describe, expect, it } from 'vitest';
import { imageReferenceIn } from '../../model/image-reference.ts';
import { chartFacts } from './chart.ts';
import { pluginFacts } from './plugin.ts';

const artifact = { registry: 'harbor.demo.io', repository: 'acp/chart-web-cli', tag: 'v4.0.4', digest: undefined };
const digest = `sha256:${'a'.repeat(64)}` as const;
const chartOf = (values: unknown = {}) => chartFacts({ chart: { name: 'chart-web-cli', version: 'v4.0.4' }, values, digest, artifact });
const spec = { name: 'web-cli', description: { en: 'Web Terminal' }, logo: 'data:x', deleteable: false };
const config = { config: {}, supportedUpgradeVersions: '>= v4.0.0' };
const facts = (modulePlugin: unknown, given: unknown = config) => pluginFacts({ chart: chartOf(), modulePlugin, config: given, artifact });

describe('the images of a chart', () => {
  const images = (global: unknown) => chartOf({ global }).images;

  it('lie in its registry, or in the one that its values name', () => {
    const app = { repository: 'team/app', tag: 'v1', support_arm: true };
    expect(images({ images: { app } })).toEqual(['harbor.demo.io/team/app:v1']);
    expect(images({ registry: { address: 'a.b:5000' }, images: { app } })).toEqual(['a.b:5000/team/app:v1']);
    expect(images({ images: { app: { ...app, repository: 'c.d/team/app' } } })).toEqual(['c.d/team/app:v1']);
    expect(images({ images: { app: { repository: 'team/app', digest } } })).toEqual([`harbor.demo.io/team/app@${digest}`]);
    expect(images({})).toEqual([]);
  });

  it.each([[{ tag: 'v1' }], [{ repository: 'team/app' }], [{ repository: 'team/app', tag: 1.5 }], ['team/app:v1'], [null]])(
    'have a name: %j has none',
    (app) => {
      expect(() => images({ images: { app } })).toThrow(
        expect.objectContaining({ code: 'corrupt', details: { path: 'global.images.app' } }),
      );
    },
  );

  it('are full names', () => {
    for (const image of images({ images: { app: { repository: 'team/app', tag: 'v1', digest } } }))
      expect(imageReferenceIn(image)).toBeDefined();
  });
});

it.each([[{}], [{ name: 'x' }], [null]])('a chart needs name and version, and %j has not both', (chart) => {
  expect(() => chartFacts({ chart, values: {}, digest, artifact })).toThrow(expect.objectContaining({ code: 'corrupt' }));
});

describe('pluginFacts', () => {
  it('makes of a whole ModulePlugin what the platform gets, and what it will make', () => {
    const metadata = {
      name: 'other',
      labels: { 'cpaas.io/product': 'devops' },
      annotations: { 'cpaas.io/display-name': '{"en":"Web Terminal","zh":"x"}' },
    };
    const { particular, ...rest } = facts({ kind: 'ModulePlugin', metadata, spec });
    expect(rest).toEqual({ type: 'plugin', name: 'web-cli', displayName: 'Web Terminal', version: 'v4.0.4', images: [], warnings: [] });
    const labels = { 'cpaas.io/product': 'devops', 'cpaas.io/module-name': 'web-cli', 'cpaas.io/module-type': 'plugin' };
    const release = { name: 'acp/chart-web-cli', releaseName: 'web-cli', version: 'v4.0.4' };
    const whole = { mainChart: 'acp/chart-web-cli', appReleases: [{ name: 'web-cli', chartVersions: [release] }], ...spec };
    expect(particular).toEqual({
      chart: { name: 'chart-web-cli', version: 'v4.0.4', digest },
      module: {
        modulePlugin: {
          apiVersion: 'cluster.alauda.io/v1alpha1',
          kind: 'ModulePlugin',
          metadata: { ...metadata, name: 'web-cli', labels },
          spec: whole,
        },
        moduleConfig: {
          ...{ apiVersion: 'cluster.alauda.io/v1alpha1', kind: 'ModuleConfig' },
          metadata: { name: 'web-cli-v4.0.4', labels: { ...labels, 'cpaas.io/module-version': 'v4.0.4' } },
          spec: { ...whole, ...config, version: 'v4.0.4' },
        },
      },
    });
  });

  it('takes the bare fields, too, an empty configuration, and any display name', () => {
    expect(facts(spec, null)).toMatchObject({ name: 'web-cli', displayName: 'web-cli' });
    expect(facts({ metadata: { annotations: { 'cpaas.io/display-name': 'Web CLI' } }, spec }).displayName).toBe('Web CLI');
  });

  it.each([
    ['everything', undefined, undefined, ['module-plugin.yaml', 'scripts/plugin-config.yaml']],
    ['its configuration', spec, undefined, ['scripts/plugin-config.yaml']],
    ['a logo', { spec: { ...spec, logo: '' } }, config, ['module-plugin.yaml: logo']],
    ['all fields', { spec: {} }, config, ['name', 'description', 'logo', 'deleteable'].map((field) => `module-plugin.yaml: ${field}`)],
    ['a document', null, config, ['name', 'description', 'logo', 'deleteable'].map((field) => `module-plugin.yaml: ${field}`)],
  ])('refuses a chart that lacks %s', (_, modulePlugin, given, missing) => {
    const make = () => pluginFacts({ chart: chartOf(), modulePlugin, config: given, artifact });
    expect(make).toThrow(expect.objectContaining({ code: 'unmet', sentence: { id: 'create.plugin-lacks', data: { missing } } }));
  });

  it('warns of what the platform will look for in vain, and takes the other charts of the plugin along', () => {
    const chartVersions = [
      { name: 'ait/other', version: 'v1' },
      { name: 'ait/main', version: 'v4.0.3' },
    ];
    const { warnings, images } = facts({ spec: { ...spec, mainChart: 'ait/main', appReleases: [{ chartVersions }] } });
    expect(warnings.map(({ id }) => id)).toEqual(['create.other-main-chart', 'create.other-chart-version', 'create.more-charts']);
    expect(images).toEqual(['harbor.demo.io/ait/other:v1']);
  });
});
