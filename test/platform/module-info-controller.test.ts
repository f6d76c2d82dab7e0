import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { canonicalName } from '../../shared/model/canonical-name.ts';
import { moduleInfoes, type ModuleInfo } from '../../shared/model/module-info.ts';
import { platformClusters } from '../../shared/model/platform-cluster.ts';
import { recordedCluster, writesOf } from '../support/recorded-cluster.ts';
import { managerLabels, moduleInfoFinalizer, startModuleInfoController } from './module-info-controller.ts';
import { temporaryInfo } from './module-objects.ts';
import { configMaps } from './resources.ts';
import type { Running } from './running.ts';
import { settingsMap } from './settings.ts';
import { watchedCluster } from './watched-cluster.ts';

const canonicalOnGlobal = 'global-ee98c9991ea1464aaa8054bdacbab313';
const canonicalOnBusiness = 'business-b40e3f65080aac2f36453096d8f6ad75';
const onBusiness = { 'cpaas.io/cluster-name': 'business' };
let cluster: Cluster;
let controller: Running;

async function start(settings: Record<string, string> = {}, on: Cluster = cluster): Promise<void> {
  await cluster.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: settingsMap, data: settings });
  controller = await startModuleInfoController(on, { retryAfter: 1, onError: (error) => expect.unreachable(String(error)) });
}

const info = (name: string) => cluster.get(moduleInfoes, name);
const names = async () => (await cluster.list(moduleInfoes)).map(({ metadata }) => metadata.name);
const uidOf = async (name: string) => (await cluster.get(platformClusters, name))?.metadata.uid;

beforeEach(async () => {
  cluster = watchedCluster();
  for (const [name, isGlobal] of [
    ['global', 'true'],
    ['business', 'false'],
  ] as const) {
    const metadata = { name, labels: { 'is-global': isGlobal } };
    await cluster.create(platformClusters, { apiVersion: 'platform.tkestack.io/v1', kind: 'Cluster', metadata });
  }
});
afterEach(() => controller.stop());

describe('the platform around a ModuleInfo', () => {
  it('moves it to its canonical name', async () => {
    await start();
    const newcomer = temporaryInfo({ labels: { 'cpaas.io/product': 'Platform-Center' }, annotations: { mine: 'x' } });
    await cluster.create(moduleInfoes, newcomer);
    await vi.waitFor(async () => expect(await names()).toEqual([canonicalOnGlobal]));
    expect(await info(canonicalOnGlobal)).toMatchObject({
      metadata: {
        labels: { ...newcomer.metadata.labels, ...managerLabels },
        annotations: { 'cpaas.io/display-name': 'web-cli', mine: 'x' },
        finalizers: [moduleInfoFinalizer],
        ownerReferences: [],
      },
      spec: newcomer.spec,
    });
  });

  it('lets its cluster own it, with the uid of now', async () => {
    await start();
    const stale = { apiVersion: 'platform.tkestack.io/v1', kind: 'Cluster', name: 'business', uid: 'placeholder' };
    await cluster.create(moduleInfoes, temporaryInfo({ labels: onBusiness, ownerReferences: [stale] }));
    await vi.waitFor(async () => expect(await names()).toEqual([canonicalOnBusiness]));
    const owners = [{ ...stale, uid: await uidOf('business') }];
    expect((await info(canonicalOnBusiness))?.metadata.ownerReferences).toEqual(owners);
  });

  it('reckons with a display name of its own', async () => {
    await start();
    await cluster.create(moduleInfoes, temporaryInfo({ annotations: { 'cpaas.io/display-name': 'Web Terminal' } }));
    const name = canonicalName({ cluster: 'global', module: 'web-cli', displayName: 'Web Terminal' });
    await vi.waitFor(async () => expect(await names()).toEqual([name]));
    expect((await info(name))?.metadata.annotations).toEqual({ 'cpaas.io/display-name': 'Web Terminal' });
  });

  it('lets nobody own it where the cluster is not known', async () => {
    await start();
    await cluster.create(moduleInfoes, temporaryInfo({ labels: { 'cpaas.io/cluster-name': 'nowhere' } }));
    await vi.waitFor(async () => expect(await cluster.list(moduleInfoes)).toMatchObject([{ metadata: { ownerReferences: [] } }]));
  });

  it('marks in place what came under its canonical name, and is quiet then', async () => {
    const recorded = recordedCluster(cluster);
    await start({}, recorded);
    await cluster.create(moduleInfoes, temporaryInfo({ name: canonicalOnBusiness, labels: onBusiness }));
    const marks = { finalizers: [moduleInfoFinalizer], labels: managerLabels, ownerReferences: [{ uid: await uidOf('business') }] };
    await vi.waitFor(async () => expect(await info(canonicalOnBusiness)).toMatchObject({ metadata: marks }));
    const looks = recorded.requests.length;
    const { metadata } = await cluster.patch(moduleInfoes, { name: canonicalOnBusiness }, { spec: { version: 'v4.0.5' } });
    await vi.waitFor(() => expect(recorded.requests.length).toBeGreaterThan(looks));
    expect((await info(canonicalOnBusiness))?.metadata.resourceVersion).toBe(metadata.resourceVersion);
  });

  it('sends a newcomer away where the canonical one exists', async () => {
    await start();
    await cluster.create(moduleInfoes, temporaryInfo({ name: canonicalOnGlobal }));
    await cluster.create(moduleInfoes, temporaryInfo({}, { version: 'v4.0.5' }));
    await vi.waitFor(async () => expect(await names()).toEqual([canonicalOnGlobal]));
    expect((await info(canonicalOnGlobal))?.spec.version).toBe('v4.0.4');
  });

  it.each([
    ['creates first and deletes after', {}, ['create moduleinfoes', 'delete moduleinfoes']],
    ['deletes first where a setting says so', { 'module.rename-delete-first': 'true' }, ['delete moduleinfoes', 'create moduleinfoes']],
  ])('%s', async (_what, settings, writes) => {
    const recorded = recordedCluster(cluster);
    await start(settings, recorded);
    await cluster.create(moduleInfoes, temporaryInfo({ finalizers: [moduleInfoFinalizer] }));
    await vi.waitFor(async () => expect(await names()).toEqual([canonicalOnGlobal]));
    expect(writesOf(recorded).slice(0, 2)).toEqual(writes);
  });

  it('keeps both for as long as a setting says, and ends what it began', async () => {
    await start({ 'module.rename-gap': '600000' });
    await cluster.create(moduleInfoes, temporaryInfo());
    await vi.waitFor(async () => expect(await names()).toEqual(['temporary-name', canonicalOnGlobal]));
    await controller.stop();
    expect(await names()).toEqual([canonicalOnGlobal]);
  });

  it('leaves alone what does not say where it belongs', async () => {
    await start();
    const unlabelled: ModuleInfo = { ...temporaryInfo(), metadata: { name: 'old' } };
    await cluster.create(moduleInfoes, unlabelled);
    await cluster.create(moduleInfoes, temporaryInfo());
    await vi.waitFor(async () => expect(await names()).toEqual(['old', canonicalOnGlobal]));
    expect((await info('old'))?.metadata.finalizers).toBeUndefined();
  });

  it('lets it go when it is deleted, as soon as the setting allows', async () => {
    await start({ 'module.keep-finalizer': 'true' });
    await cluster.create(moduleInfoes, temporaryInfo({ name: canonicalOnGlobal }));
    await vi.waitFor(async () => expect((await info(canonicalOnGlobal))?.metadata.finalizers).toHaveLength(1));
    await cluster.delete(moduleInfoes, canonicalOnGlobal);
    await nextTurn();
    expect(await info(canonicalOnGlobal)).toMatchObject({ metadata: { finalizers: [moduleInfoFinalizer] } });
    await cluster.patch(configMaps, settingsMap, { data: { 'module.keep-finalizer': 'false' } });
    await vi.waitFor(async () => expect(await info(canonicalOnGlobal)).toBeNull());
  });

  it('can be switched off', async () => {
    await start({ 'module.enabled': 'false' });
    await cluster.create(moduleInfoes, temporaryInfo());
    await nextTurn();
    expect(await names()).toEqual(['temporary-name']);
    await cluster.patch(configMaps, settingsMap, { data: { 'module.enabled': 'true' } });
    await vi.waitFor(async () => expect(await names()).toEqual([canonicalOnGlobal]));
  });
});
