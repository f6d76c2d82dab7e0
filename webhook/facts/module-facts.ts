import type { Cluster } from '../../shared/cluster/cluster.ts';
import { clusterModules } from '../../shared/model/cluster-module.ts';
import { moduleConfigs } from '../../shared/model/module-config.ts';
import { clusterNameOf, moduleInfoes, moduleNameOf, modulesOn, type ModuleInfo } from '../../shared/model/module-info.ts';
import { moduleLabels } from '../../shared/model/module-labels.ts';
import { modulePlugins } from '../../shared/model/module-plugin.ts';
import { platformClusters } from '../../shared/model/platform-cluster.ts';
import { isResourceName } from '../../shared/model/resource-name.ts';
import type { Caches, ModuleCaches } from './caches.ts';
import type { Gathering, Readers } from './index.ts';
import type { LiveReads } from './live-reads.ts';

/** Where facts about plugins come from. */
export interface ModuleSource {
  readonly cluster: Pick<Cluster, 'get' | 'list'>;
  readonly caches: Pick<Caches, 'plugins'>;
  readonly live: LiveReads;
}

/** How facts about ModuleInfos are read; on a workload cluster none but that it is one. */
export function moduleReaders({ cluster, caches, live }: ModuleSource): Readers<ModuleInfo> {
  const { plugins } = caches;
  if (plugins === undefined) return { onGlobal: async () => false };
  return { onGlobal: async () => true, ...remembered(plugins, freshReaders(cluster, plugins, live)) };
}

/** The caches answer, unless something fresher is wanted. */
function remembered(caches: ModuleCaches, fresh: Readers<ModuleInfo>): Readers<ModuleInfo> {
  const own: Readers<ModuleInfo> = {
    clusters: async () => caches.clusters.items,
    modulePlugin: async (object) => named(caches.plugins.items, moduleNameOf(object)),
    moduleConfigs: async (object) => caches.configs.items?.filter(({ spec }) => spec.name === moduleNameOf(object)),
    clusterModule: async (object) => named(caches.clusterModules.items, clusterNameOf(object)),
    async modules(object) {
      const [modules, clusters] = [caches.modules.items, caches.clusters.items];
      return modules && clusters && modulesOn(clusterNameOf(object), { modules, clusters });
    },
  };
  const readers = Object.entries(own).map(([name, read]) => {
    const key = name as keyof typeof own;
    return [name, (object: ModuleInfo, how: Gathering) => (how.fresh ? fresh[key]?.(object, how) : read(object, how))];
  });
  return Object.fromEntries(readers) as Readers<ModuleInfo>;
}

/** One read of the server for each; what could not be asked about is unknown. */
function freshReaders(cluster: ModuleSource['cluster'], caches: ModuleCaches, live: LiveReads): Readers<ModuleInfo> {
  return {
    clusters: (_object, { budget }) => live.read('clusters', () => cluster.list(platformClusters), budget),
    async modulePlugin(object, { budget }) {
      const name = moduleNameOf(object);
      return isLabel(name) ? live.read(`plugin ${name}`, () => cluster.get(modulePlugins, name), budget) : null;
    },
    async moduleConfigs(object, { budget }) {
      const name = `${moduleNameOf(object)}-${object.spec.version}`;
      const others = caches.configs.items?.filter(({ spec, metadata }) => spec.name === moduleNameOf(object) && metadata.name !== name);
      if (others === undefined || !isResourceName(name)) return others;
      const found = await live.read(`version ${name}`, () => cluster.get(moduleConfigs, name), budget);
      if (found === undefined) return undefined;
      return found === null ? others : [...others, found];
    },
    async clusterModule(object, { budget }) {
      const name = clusterNameOf(object);
      return name !== undefined && isResourceName(name)
        ? live.read(`base of ${name}`, () => cluster.get(clusterModules, name), budget)
        : null;
    },
    async modules(object, { budget }) {
      const name = clusterNameOf(object);
      const [known, clusters] = [caches.modules.items, caches.clusters.items];
      if (known === undefined || clusters === undefined || !isLabel(name)) return undefined;
      const labelSelector = `${moduleLabels.cluster}=${name}`;
      const found = await live.read(`modules of ${name}`, () => cluster.list(moduleInfoes, { labelSelector }), budget);
      const unlabelled = known.filter((each) => clusterNameOf(each) === undefined);
      return found && [...found, ...modulesOn(name, { modules: unlabelled, clusters })];
    },
  };
}

/** The object of a name: undefined where nothing is known, null where it is not there. */
function named<T extends { readonly metadata: { readonly name: string } }>(
  items: readonly T[] | undefined,
  name: string | undefined,
): T | null | undefined {
  return items && (items.find(({ metadata }) => metadata.name === name) ?? null);
}

/** What is no value of a label must not become part of a selector. */
function isLabel(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(text);
}
