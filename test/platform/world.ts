import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { Binaries } from '../../scripts/control-plane/binaries.ts';
import { ensureNamespace } from '../../scripts/control-plane/setup.ts';
import { startControlPlane, type ControlPlane } from '../../scripts/control-plane/start.ts';
import { undoAfter, undoAll, type Step } from '../../scripts/control-plane/undo.ts';
import { unlessAborted } from '../../scripts/interrupt.ts';
import { catalogSources, type CatalogSource } from '../../shared/model/catalog-source.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { packageManifests } from '../../shared/model/package-manifest.ts';
import type { Bundle } from './bundles/bundle.ts';
import { customBundles, platformBundles } from './bundles/catalogues.ts';
import { startWebhook } from '../support/webhook.ts';
import { startCatalogue, type Catalogue } from './catalogue.ts';
import { registerCheckSubscription, startCheckSubscription, unregisterCheckSubscription } from './check-subscription.ts';
import { registerClusterTransformer, startClusterTransformer, unregisterClusterTransformer } from './cluster-transformer.ts';
import { loadFixtures } from './fixtures.ts';
import { startModuleInfoController } from './module-info-controller.ts';
import { startModulePluginController } from './module-plugin-controller.ts';
import { startNode } from './node.ts';
import { pluginConfigs } from './plugin-configs.ts';
import type { OnError, Running } from './running.ts';
import { startSubscriptionController } from './subscription-controller.ts';

/** What is around the control plane: `platform` plays ACP, `plain` is Kubernetes with OLM and nothing of the platform. */
export interface WorldOptions {
  readonly name: string;
  readonly shape: 'platform' | 'plain';
  /** Which cluster of a platform it is, `global` by default: a workload cluster knows nothing of clusters and cluster plugins. */
  readonly role?: 'global' | 'workload';
  /** How long OLM tries a plan again before it gives it up, a Go duration; its own default is a minute. */
  readonly planRetryTimeout?: string;
  /** Runs our admission webhook, with the manifests as shipped. */
  readonly webhook?: boolean;
  /** Ends the start early when aborted, not what has been started. */
  readonly signal?: AbortSignal;
}

/** A cluster on which operators can be installed. */
export interface World extends Running {
  readonly plane: ControlPlane;
  readonly catalogNamespace: string;
  /** The two catalogues every cluster starts with. */
  readonly catalogues: { readonly platform: Catalogue; readonly custom: Catalogue };
}

/** The accounts of whatever is played have every right: their limits are not what is tested. */
const account = (namespace: string, name: string) => ({ namespace, name, rules: 'cluster-admin' as const });

/**
 * Starts a control plane and everything around it; what was started is ended again when a part fails. An aborted start kills the processes at
 * once; what runs inside this one goes when it goes.
 */
export async function startWorld(binaries: Binaries, options: WorldOptions): Promise<World> {
  const { name, planRetryTimeout, signal } = options;
  const catalogNamespace = options.shape === 'platform' ? 'cpaas-system' : 'olm';
  const plane = await startControlPlane(binaries, { name, catalogNamespace, planRetryTimeout, signal });
  const undo: Step[] = [() => plane.stop()];
  try {
    const catalogues = await unlessAborted(signal, () => startParts(plane, catalogNamespace, options, undo));
    return { plane, catalogNamespace, catalogues, stop: () => undoAll(undo) };
  } catch (error) {
    return undoAfter(error, signal?.aborted === true ? [() => plane.workspace.close()] : undo);
  }
}

async function startParts(
  plane: ControlPlane,
  catalogNamespace: string,
  { shape, role = 'global', webhook = false }: WorldOptions,
  undo: Step[],
): Promise<World['catalogues']> {
  const onError: OnError = (error) => {
    // What an aborted start leaves running complains about that until the process ends.
    if (plane.workspace.closed) return;
    appendFileSync(join(plane.workspace.folder, 'platform.log'), `${new Date().toISOString()} ${inspect(error)}\n`);
  };
  const node = await plane.connectAs(account('kube-system', 'node'));
  undo.push(() => node.close());
  const kubelet = await startNode(node, { onError });
  undo.push(() => kubelet.stop());
  if (shape === 'platform') await startPlatform(plane, role === 'global', undo, onError);
  const platform = await openCatalogue(plane.admin, { name: 'platform', namespace: catalogNamespace }, platformBundles);
  undo.push(() => platform.stop());
  const custom = await openCatalogue(plane.admin, { name: 'custom', namespace: catalogNamespace }, customBundles);
  undo.push(() => custom.stop());
  await packagesShown(plane.admin, ['harbor-ce-operator', 'keda']);
  if (webhook) {
    const running = await startWebhook(plane, { role });
    undo.push(() => running.stop());
  }
  return { platform, custom };
}

/** Serves bundles and makes the CatalogSource that points to them. */
export async function openCatalogue(
  cluster: Cluster,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  bundles: readonly Bundle[],
): Promise<Catalogue> {
  const catalogue = await startCatalogue({ bundles });
  const spec: CatalogSource['spec'] = { sourceType: 'grpc', address: catalogue.address, displayName: name };
  await ensureNamespace(cluster, namespace);
  await cluster.create(catalogSources, {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'CatalogSource',
    metadata: { name, namespace },
    spec,
  });
  return catalogue;
}

/** The parts of the platform, each under an account of its own; those that concern plugins are on the global cluster only. */
async function startPlatform(plane: ControlPlane, global: boolean, undo: Step[], onError: OnError): Promise<void> {
  await loadFixtures(plane.admin, { global });
  const { admin } = plane;
  const start: StartPart = async (name, begin) => {
    const cluster = await plane.connectAs(account('cpaas-system', name));
    undo.push(() => cluster.close());
    const part = await begin(cluster);
    undo.push(() => part.stop());
    return part;
  };
  await start('subscription-controller', (cluster) => startSubscriptionController(cluster, { onError }));
  // Slower than our webhook, so that it is ours that people hear where both refuse.
  const check = await start('check-subscription', (cluster) => startCheckSubscription(cluster, { delay: 200 }));
  await registerCheckSubscription(admin, check);
  // An admission webhook that nobody answers would hold up whoever cleans up after us.
  undo.push(() => unregisterCheckSubscription(admin));
  if (!global) return;
  await start('module-plugin-controller', (cluster) => startModulePluginController(cluster, { onError, pluginConfigs }));
  await start('module-info-controller', (cluster) => startModuleInfoController(cluster, { onError }));
  const transformer = await start('cluster-transformer', (cluster) => startClusterTransformer(cluster));
  await registerClusterTransformer(admin, transformer);
  undo.push(() => unregisterClusterTransformer(admin));
}

/** Starts a part of the platform under the account of this name. */
type StartPart = <T extends Running>(name: string, begin: (cluster: Cluster) => Promise<T>) => Promise<T>;

const patience = 30_000;

/** Waits until package-server shows these packages: they cannot be watched. */
async function packagesShown(cluster: Cluster, names: readonly string[]): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    const shown = new Set((await cluster.list(packageManifests)).map(({ metadata }) => metadata.name));
    const missing = names.filter((name) => !shown.has(name));
    if (missing.length === 0) return;
    if (Date.now() > deadline) throw new Error(`package-server did not show ${missing.join(', ')} in ${patience / 1000} s`);
    await pause(200);
  }
}
