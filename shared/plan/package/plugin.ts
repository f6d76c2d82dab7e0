import { ExtError } from '../../errors.ts';
import { type Message, message } from '../../messages/message.ts';
import { pluginFiles } from '../../model/assumptions.ts';
import type { ImageReference } from '../../model/image-reference.ts';
import { entriesAt, isMapping, listAt, textAt, valueAt } from '../../model/loose.ts';
import { alphaModules } from '../../model/module-group.ts';
import { moduleLabels, pluginType } from '../../model/module-labels.ts';
import type { KubeObject } from '../../model/object.ts';
import type { chartFacts } from './chart.ts';
import type { ArtifactFacts } from './facts.ts';

/** What a chart holds besides that makes it a plugin. */
export interface PluginContent {
  readonly chart: ReturnType<typeof chartFacts>;
  /** `module-plugin.yaml`; undefined where there is none. */
  readonly modulePlugin: unknown;
  /** `scripts/plugin-config.yaml`; undefined where there is none, null for an empty one. */
  readonly config: unknown;
  readonly artifact: ImageReference;
}

const versionLabel = 'cpaas.io/module-version';
const apiVersion = `${alphaModules.group}/${alphaModules.version}`;
/** What a ModulePlugin must say; without them the platform never makes a version that is ready. */
const required = ['name', 'description', 'logo', 'deleteable'] as const;

/** What a chart says of its plugin. Throws `unmet` for one that would never become ready, naming what it lacks. */
export function pluginFacts({ chart, modulePlugin, config, artifact }: PluginContent): ArtifactFacts {
  const missing = missingIn(modulePlugin, config);
  if (missing.length > 0)
    throw new ExtError('unmet', message('create.plugin-lacks', { missing }), { hints: [message('create.plugin-lacks-hint')] });
  const plugin = modulePluginOf(modulePlugin, chart, artifact);
  const name = textAt(plugin, 'spec', 'name') ?? '';
  const others = otherCharts(plugin);
  return {
    ...{ type: 'plugin', name, version: chart.version },
    displayName: displayNameOf(plugin) ?? name,
    images: [...chart.images, ...others.map((each) => `${artifact.registry}/${each}`)],
    particular: {
      module: { modulePlugin: plugin, moduleConfig: moduleConfigOf(plugin, config, chart.version) },
      chart: chart.particular.chart,
    },
    warnings: warningsOn(plugin, chart, artifact, others),
  };
}

/** The fields of a ModulePlugin: it may be written as a whole object, or as what its spec is. */
function specOf(modulePlugin: unknown): unknown {
  return valueAt(modulePlugin, 'spec') ?? modulePlugin;
}

function missingIn(modulePlugin: unknown, config: unknown): string[] {
  const spec = specOf(modulePlugin);
  const fields = required.filter((field) => [undefined, null, ''].includes(valueAt(spec, field) as string));
  return [
    ...(modulePlugin === undefined ? [pluginFiles.plugin] : fields.map((field) => `${pluginFiles.plugin}: ${field}`)),
    ...(config === undefined ? [pluginFiles.config] : []),
  ];
}

function modulePluginOf(modulePlugin: unknown, chart: PluginContent['chart'], { repository }: ImageReference): KubeObject {
  const spec = Object.fromEntries(entriesAt(specOf(modulePlugin)));
  const name = String(spec['name']);
  const { metadata } = isMapping(modulePlugin) ? modulePlugin : {};
  const labels = { ...mappingAt(metadata, 'labels'), [moduleLabels.module]: name, [moduleLabels.type]: pluginType };
  const chartVersions = [{ name: repository, releaseName: name, version: chart.version }];
  return {
    ...{ apiVersion, kind: 'ModulePlugin' },
    metadata: { ...mappingAt(metadata), name, labels } as KubeObject['metadata'],
    spec: { mainChart: repository, appReleases: [{ name, chartVersions }], ...spec },
  } as KubeObject;
}

/** What the platform will make of the plugin and its configuration. */
function moduleConfigOf(plugin: KubeObject, config: unknown, version: string): KubeObject {
  const name = textAt(plugin, 'spec', 'name') ?? '';
  const labels = { ...mappingAt(plugin, 'metadata', 'labels'), [versionLabel]: version };
  const spec = { ...mappingAt(plugin, 'spec'), ...mappingAt(config), name, version };
  return { apiVersion, kind: 'ModuleConfig', metadata: { name: `${name}-${version}`, labels }, spec } as KubeObject;
}

function displayNameOf(plugin: KubeObject): string | undefined {
  const text = textAt(plugin, 'metadata', 'annotations', 'cpaas.io/display-name');
  return text === undefined ? undefined : (englishIn(text) ?? text);
}

/** Display names come as text, or as JSON with one for each language. */
function englishIn(text: string): string | undefined {
  try {
    return textAt(JSON.parse(text), 'en');
  } catch {
    return undefined;
  }
}

/** The charts that the plugin consists of besides its main one, `<repository>:<version>`. */
function otherCharts(plugin: KubeObject): string[] {
  return chartVersionsOf(plugin)
    .filter(({ name }) => name !== textAt(plugin, 'spec', 'mainChart'))
    .map(({ name, version }) => `${name}:${version}`);
}

function chartVersionsOf(plugin: KubeObject): { name: string; version: string }[] {
  return listAt(plugin, 'spec', 'appReleases')
    .flatMap((release) => listAt(release, 'chartVersions'))
    .map((each) => ({ name: textAt(each, 'name') ?? '', version: textAt(each, 'version') ?? '' }));
}

function warningsOn(
  plugin: KubeObject,
  chart: PluginContent['chart'],
  { repository }: ImageReference,
  others: readonly string[],
): Message[] {
  const mainChart = textAt(plugin, 'spec', 'mainChart') ?? '';
  const main = chartVersionsOf(plugin).find(({ name }) => name === mainChart);
  return [
    ...(mainChart === repository ? [] : [message('create.other-main-chart', { chart: mainChart, repository })]),
    ...(main === undefined || main.version === chart.version
      ? []
      : [message('create.other-chart-version', { said: main.version, version: chart.version })]),
    ...(others.length === 0 ? [] : [message('create.more-charts', { charts: others })]),
  ];
}

function mappingAt(data: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(entriesAt(data, ...path));
}
