import pLimit from 'p-limit';
import type { Cluster } from '../../../shared/cluster/cluster.ts';
import { moduleConfigs } from '../../../shared/model/module-config.ts';
import { moduleInfoes } from '../../../shared/model/module-info.ts';
import { modulePlugins } from '../../../shared/model/module-plugin.ts';
import { packageManifests } from '../../../shared/model/package-manifest.ts';
import { platformClusters } from '../../../shared/model/platform-cluster.ts';
import { bundle, type Bundle } from '../../../test/platform/bundles/bundle.ts';
import { loadFixtures } from '../../../test/platform/fixtures.ts';
import { openCatalogue } from '../../../test/platform/world.ts';
import type { Catalogue } from '../../../test/platform/catalogue.ts';
import { aModuleConfig, aModuleInfo, aModulePlugin, aPlatformCluster } from '../../../test/support/module-builders.ts';

const packages = 1000;
const clusters = 20;
const plugins = 25;

/** The first of the plugins that are published and installed nowhere. */
export const freePlugins = plugins;

/** So many requests at a time. */
const together = pLimit(16);

/** A platform of some size: 1000 packages in one catalogue, half of them Alauda's, and 25 plugins on each of 20 clusters. */
export async function fill(cluster: Cluster, more: number): Promise<Catalogue> {
  await loadFixtures(cluster, { global: true });
  const names = Array.from({ length: clusters }, (_, index) => clusterNamed(index));
  await each(names, (name) => cluster.create(platformClusters, aPlatformCluster({ name })));
  await each(
    Array.from({ length: plugins + more }, (_, index) => pluginNamed(index)),
    (plugin) => publish(cluster, plugin),
  );
  await each(
    names.flatMap((name) => Array.from({ length: plugins }, (_, index) => ({ cluster: name, plugin: pluginNamed(index) }))),
    (place) => cluster.create(moduleInfoes, aModuleInfo(place)),
  );
  const catalogue = await openCatalogue(cluster, { name: 'platform', namespace: 'cpaas-system' }, bundles());
  await shown(cluster);
  return catalogue;
}

/** The name of a cluster, and of a plugin. */
export function clusterNamed(index: number): string {
  return `cluster-${index}`;
}

/** The name of a plugin; those from `freePlugins` on are installed nowhere. */
export function pluginNamed(index: number): string {
  return `plugin-${index}`;
}

async function publish(cluster: Cluster, plugin: string): Promise<void> {
  const required = { name: plugin, deleteable: true, description: { en: plugin }, logo: 'data:image/svg+xml;base64,PHN2Zy8+' };
  const config = aModuleConfig({ plugin });
  await cluster.create(modulePlugins, { ...aModulePlugin({ plugin }), spec: required });
  await cluster.create(moduleConfigs, { ...config, spec: { ...config.spec, ...required } });
  await cluster.patch(moduleConfigs, { name: config.metadata.name, subresource: 'status' }, { status: config.status });
}

function bundles(): Bundle[] {
  return Array.from({ length: packages }, (_, index) =>
    bundle({
      package: index === 0 ? 'harbor-ce-operator' : `package-${index}`,
      version: '1.0.0',
      ...(index % 2 === 0 && { annotations: { 'provider-type': 'platform' } }),
    }),
  );
}

async function shown(cluster: Cluster): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const found = await cluster.list(packageManifests, { namespace: 'cpaas-system' });
    if (found.length >= packages) return;
    if (Date.now() > deadline) throw new Error(`package-server shows ${found.length} of ${packages} packages`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  await Promise.all(items.map((item) => together(() => work(item))));
}
