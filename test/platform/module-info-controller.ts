import { isDeepStrictEqual } from 'node:util';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { canonicalNameOf, displayNameAnnotation } from '../../shared/model/canonical-name.ts';
import { clusterNameOf, moduleInfoes, moduleNameOf, type ModuleInfo } from '../../shared/model/module-info.ts';
import type { ObjectMeta, OwnerReference } from '../../shared/model/object.ts';
import { platformClusters } from '../../shared/model/platform-cluster.ts';
import { apiVersionOf } from '../../shared/model/resource.ts';
import { startController, type ControllerOptions, type Means } from './controller.ts';
import type { Running } from './running.ts';
import { keepSettled, pause } from './settle.ts';
import { createIfAbsent, releaseFinalizer, writeMetadata } from './write.ts';

/** The finalizer with which the platform holds a ModuleInfo until the plugin is removed. */
export const moduleInfoFinalizer = 'moduleinfo';

/** The labels by which the platform marks a ModuleInfo as its own. */
export const managerLabels = {
  'create-by': 'cluster-transformer',
  'manage-delete-by': 'cluster-transformer',
  'manage-update-by': 'cluster-transformer',
} as const;

/**
 * What the platform does around a ModuleInfo: it keeps it under its canonical name, marks it as its own, and lets it go when it is deleted.
 * Settings: `module.enabled` (true), `module.rename-gap` (0), `module.rename-delete-first` (false), `module.keep-finalizer` (false).
 */
export function startModuleInfoController(cluster: Cluster, options: ControllerOptions = {}): Promise<Running> {
  return startController(cluster, options, (bench) => [
    keepSettled(cluster, {
      ...bench,
      resource: moduleInfoes,
      settle: (info, signal) => settleModuleInfo({ ...bench, signal }, info),
    }),
  ]);
}

async function settleModuleInfo(means: Means, info: ModuleInfo): Promise<void> {
  const { cluster, settings } = means;
  if (!settings.flag('module.enabled', true)) return;
  if (info.metadata.deletionTimestamp !== undefined) {
    if (!settings.flag('module.keep-finalizer', false)) await releaseFinalizer(cluster, moduleInfoes, info, moduleInfoFinalizer);
    return;
  }
  const name = canonicalNameOf(info);
  if (name === undefined) return;
  await (name === info.metadata.name ? mark(cluster, info) : rename(means, info, name));
}

/** What was begun is ended even when the controller is to end: between the two steps the installation may exist nowhere but here. */
async function rename({ cluster, settings, signal }: Means, newcomer: ModuleInfo, name: string): Promise<void> {
  const { uid } = newcomer.metadata;
  const remove = () => cluster.delete(moduleInfoes, newcomer.metadata.name, undefined, uid === undefined ? {} : { uid });
  if ((await cluster.get(moduleInfoes, name)) !== null) {
    await remove();
    return;
  }
  const canonical = await canonicalOf(cluster, newcomer, name);
  const create = () => createIfAbsent(cluster, moduleInfoes, canonical);
  const [first, second] = settings.flag('module.rename-delete-first', false) ? [remove, create] : [create, remove];
  await first();
  await pause(settings.milliseconds('module.rename-gap', 0), signal);
  await second();
}

async function canonicalOf(cluster: Cluster, { apiVersion, kind, metadata, spec }: ModuleInfo, name: string): Promise<ModuleInfo> {
  return { apiVersion, kind, metadata: { name, ...(await marksOf(cluster, metadata)) }, spec };
}

/** One that came under its canonical name gets in place what the platform puts on all of them. */
async function mark(cluster: Cluster, info: ModuleInfo): Promise<void> {
  const { labels = {}, annotations = {}, finalizers = [], ownerReferences = [] } = info.metadata;
  const marks = await marksOf(cluster, info.metadata);
  if (isDeepStrictEqual({ labels, annotations, finalizers, ownerReferences }, marks)) return;
  await writeMetadata(cluster, moduleInfoes, info, marks);
}

type Marks = Required<Pick<ObjectMeta, 'labels' | 'annotations' | 'finalizers' | 'ownerReferences'>>;

/** What is on a newcomer, and what the platform adds. */
async function marksOf(cluster: Cluster, metadata: ObjectMeta): Promise<Marks> {
  const { labels = {}, annotations = {}, finalizers = [], ownerReferences = [] } = metadata;
  const displayName = moduleNameOf({ metadata });
  return {
    labels: { ...labels, ...managerLabels },
    annotations: { ...(displayName !== undefined && { [displayNameAnnotation]: displayName }), ...annotations },
    finalizers: [...new Set([...finalizers, moduleInfoFinalizer])],
    ownerReferences: [...ownerReferences.filter((owner) => !isCluster(owner)), ...(await ownersOf(cluster, metadata))],
  };
}

/** The cluster that a ModuleInfo goes with; none where that is the global one. */
async function ownersOf(cluster: Cluster, metadata: ObjectMeta): Promise<OwnerReference[]> {
  const target = clusterNameOf({ metadata });
  const owner = target === undefined ? null : await cluster.get(platformClusters, target);
  if (owner === null || owner.metadata.labels?.['is-global'] === 'true') return [];
  return [{ apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid ?? '' }];
}

function isCluster({ apiVersion, kind }: OwnerReference): boolean {
  return apiVersion === apiVersionOf(platformClusters) && kind === platformClusters.kind;
}
