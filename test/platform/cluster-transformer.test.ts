import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cluster, JsonPatchOperation } from '../../shared/cluster/cluster.ts';
import { moduleConfigs } from '../../shared/model/module-config.ts';
import type { ModuleInfo } from '../../shared/model/module-info.ts';
import { jsonPatched } from '../support/json-patch.ts';
import { memoryCluster } from '../support/memory-cluster.ts';
import type { AdmissionServer, Verdict } from './admission-server.ts';
import { askAdmission } from './ask-admission.ts';
import { registerClusterTransformer, startClusterTransformer, unregisterClusterTransformer } from './cluster-transformer.ts';
import { publishedConfig, temporaryInfo } from './module-objects.ts';
import { mutatingWebhookConfigurations } from './resources.ts';

let cluster: Cluster;
let transformer: AdmissionServer;

beforeEach(async () => {
  cluster = memoryCluster();
  transformer = await startClusterTransformer(cluster);
  const { metadata, ...config } = publishedConfig('v4.0.4');
  const labels = { ...metadata.labels, 'cpaas.io/product': 'Platform-Center' };
  const annotations = { 'cpaas.io/display-name': 'web-cli', 'cpaas.io/module-name': '{"en":"Web Terminal"}' };
  await cluster.create(moduleConfigs, { ...config, metadata: { ...metadata, labels, annotations } });
});
afterEach(() => transformer.stop());

const ask = (object: ModuleInfo) => askAdmission(transformer, object);

/** The object as it is stored after the answer. */
async function stored(object: ModuleInfo): Promise<ModuleInfo> {
  const { allowed, patchType, patch } = (await ask(object)) as Verdict;
  expect({ allowed, patchType }).toEqual({ allowed: true, patchType: 'JSONPatch' });
  return jsonPatched(object, JSON.parse(Buffer.from(patch ?? '', 'base64').toString()) as JsonPatchOperation[]) as ModuleInfo;
}

describe('the platform’s webhook for ModuleInfos', () => {
  it('overwrites product, display name and module name, and nothing else', async () => {
    const own = temporaryInfo({
      labels: { 'cpaas.io/product': 'Mine', mine: 'x' },
      annotations: { 'cpaas.io/display-name': 'Mine', mine: 'y' },
    });
    expect(await stored(own)).toEqual({
      ...own,
      metadata: {
        ...own.metadata,
        labels: { ...own.metadata.labels, 'cpaas.io/product': 'Platform-Center' },
        annotations: { 'cpaas.io/display-name': 'web-cli', 'cpaas.io/module-name': '{"en":"Web Terminal"}', mine: 'y' },
      },
    });
  });

  it('has nothing to say about what it has already seen', async () => {
    expect(await ask(await stored(temporaryInfo()))).toEqual({ uid: 'u-1', allowed: true });
  });

  it('leaves alone what the ModuleConfig does not have', async () => {
    await cluster.create(moduleConfigs, publishedConfig('v4.0.5'));
    const own = temporaryInfo({ annotations: { 'cpaas.io/display-name': 'Mine' } }, { version: 'v4.0.5' });
    expect(await ask(own)).toEqual({ uid: 'u-1', allowed: true });
  });

  it('denies a version that is not published', async () => {
    expect(await ask(temporaryInfo({}, { version: 'v9.9.9' }))).toEqual({
      uid: 'u-1',
      allowed: false,
      status: { code: 404, message: 'moduleconfigs.cluster.alauda.io "web-cli-v9.9.9" not found' },
    });
  });

  it('lets through what is going, and what is no plugin', async () => {
    const unpublished = { version: 'v9.9.9' };
    expect(await ask(temporaryInfo({ deletionTimestamp: '2026-01-01T00:00:00Z' }, unpublished))).toMatchObject({ allowed: true });
    expect(await ask(temporaryInfo({ labels: { 'cpaas.io/module-type': '' } }, unpublished))).toMatchObject({ allowed: true });
    expect(await ask(temporaryInfo({ labels: { 'cpaas.io/module-name': '' } }, unpublished))).toMatchObject({ allowed: true });
  });

  it('is registered at its own address, again after a restart, until it is taken back', async () => {
    await registerClusterTransformer(cluster, { url: 'https://127.0.0.1:1/old', authority: 'old' });
    await registerClusterTransformer(cluster, transformer);
    expect(await cluster.list(mutatingWebhookConfigurations)).toMatchObject([
      { webhooks: [{ name: 'cluster-transformer.cpaas.io', clientConfig: { url: transformer.url }, rules: [{ scope: 'Cluster' }] }] },
    ]);
    await unregisterClusterTransformer(cluster);
    expect(await cluster.list(mutatingWebhookConfigurations)).toEqual([]);
  });
});
