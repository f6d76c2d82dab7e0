import { expect, it } from 'vitest';
import { aPackage, aSubscription, kedaPackage, noPublishers } from '../../test/support/builders.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import type { PackageManifest } from '../../shared/model/package-manifest.ts';
import type { Publishers } from '../../shared/model/publisher.ts';
import { createCaches } from './caches.ts';
import { createFactSource } from './index.ts';
import { LiveReads } from './live-reads.ts';

const log = () => {};
const keda = aSubscription({ spec: { name: 'keda', source: 'custom' } });

/** Whether the package of a Subscription is Alauda's, where this is what is known of it. */
async function isAlaudas(object: typeof keda, manifest: PackageManifest | undefined, publishers: Publishers, fresh = false) {
  const cluster = memoryCluster();
  const caches = createCaches({ cluster, retryPause: 1, watchLife: 45_000, clock: () => 0, log }, { onGlobal: false });
  const packages = { find: async () => (fresh ? undefined : manifest), read: async () => (fresh ? manifest : undefined) };
  const live = new LiveReads({ longest: 1000, log });
  const source = createFactSource({ cluster, packages, caches, live, publishers: () => publishers });
  return (await source.gather(object, ['publishedByAlauda'], { budget: 1000, fresh })).publishedByAlauda;
}

it('knows by its mark whose a package is, and else by what the platform or an administrator says', async () => {
  expect(await isAlaudas(aSubscription(), aPackage(), noPublishers)).toBe(true);
  expect(await isAlaudas(aSubscription(), aPackage(), noPublishers, true)).toBe(true);
  expect(await isAlaudas(keda, kedaPackage, noPublishers)).toBe(false);
  expect(await isAlaudas(keda, kedaPackage, { ...noPublishers, platform: [{ name: 'keda', catalog: '', type: 'platform' }] })).toBe(true);
  expect(await isAlaudas(keda, kedaPackage, { ...noPublishers, lists: { alauda: ['keda'], exempt: [] } })).toBe(true);
});

it('does not know where the package, or what the platform says of it, could not be read', async () => {
  expect(await isAlaudas(keda, undefined, noPublishers)).toBeUndefined();
  expect(await isAlaudas(keda, kedaPackage, { ...noPublishers, platform: undefined })).toBeUndefined();
});
