import { request } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { aReview, reviewUid } from '../test/support/admission.ts';
import { aCatalogSource, aPackage, aSubscription } from '../test/support/builders.ts';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { freePort } from '../scripts/control-plane/workspace.ts';
import type { Cluster } from '../shared/cluster/cluster.ts';
import { catalogSources } from '../shared/model/catalog-source.ts';
import { packageManifests } from '../shared/model/package-manifest.ts';
import { defaultConfig, type Config } from './config.ts';
import { runProgram } from './program.ts';
import { validatingConfigurations } from '../shared/model/admission.ts';
import { secrets } from '../shared/model/secret.ts';

const soon = { timeout: 4000, interval: 10 };
const ready = { ready: true, missing: [] };
const quick = { leaderRenew: 10, retryPause: 10, certificateCheck: 10, drainHold: 0, drainQuiet: 0 };

/** The program at work on a cluster in memory. */
async function working(cluster: Cluster) {
  const [port, probePort] = await Promise.all([freePort(), freePort()]);
  const config: Config = { ...defaultConfig, address: '127.0.0.1', port, probePort, times: { ...defaultConfig.times, ...quick } };
  const stop = new AbortController();
  const events: string[] = [];
  const log = (event: string) => void events.push(event);
  const clocks = { now: () => Date.now(), clock: () => performance.now(), chance: () => 0.5 };
  const ended = runProgram({ config, cluster, log, holder: String(port), ...clocks }, stop.signal);
  return {
    port,
    events,
    /** What the probe says; undefined while nobody answers. */
    async readiness(): Promise<unknown> {
      const response = await fetch(`http://127.0.0.1:${probePort}/readyz`).catch(() => undefined);
      return response?.json();
    },
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

function registered(cluster: Cluster): Promise<unknown> {
  const webhooks = [{ name: 'subscriptions.ext.cpaas.io', clientConfig: {} }];
  const object = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'ext-webhook' },
    webhooks,
  };
  return cluster.create(validatingConfigurations, object);
}

function post(port: number, ca: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const target = {
      host: '127.0.0.1',
      port,
      path: '/validate?timeout=5s',
      method: 'POST',
      ca,
      servername: 'ext-webhook.ext-system.svc',
      headers,
      agent: false as const,
    };
    request(target, (response) => void text(response).then(resolve, reject))
      .on('error', reject)
      .end(body);
  });
}

it('from nothing to a verdict that the API server can trust', async () => {
  const cluster = memoryCluster();
  await cluster.create(catalogSources, aCatalogSource());
  await cluster.create(packageManifests, aPackage());
  await registered(cluster);
  const program = await working(cluster);
  await expect.poll(program.readiness, soon).toEqual(ready);
  const registration = await cluster.get(validatingConfigurations, 'ext-webhook');
  const ca = Buffer.from(registration?.webhooks?.[0]?.clientConfig.caBundle ?? '', 'base64').toString();
  const answer = await post(
    program.port,
    ca,
    JSON.stringify(aReview({ object: aSubscription({ spec: { installPlanApproval: 'Automatic' } }) })),
  );
  expect(JSON.parse(answer)).toMatchObject({ response: { uid: reviewUid, allowed: false, status: { code: 422, reason: 'Invalid' } } });
  await program.stop();
  expect(program.events).toEqual(['serving', 'leader.begins', 'bundle.published', 'draining', 'leader.ends']);
  expect(await program.readiness()).toBeUndefined();
});

it('two that began with different authorities end with the one in the Secret, and both are trusted', async () => {
  const cluster = memoryCluster();
  await registered(cluster);
  const first = await working(cluster);
  await expect.poll(first.readiness, soon).toEqual(ready);
  await cluster.delete(secrets, 'ext-webhook-ca', 'ext-system');
  const second = await working({ ...cluster });
  await expect.poll(second.readiness, soon).toEqual(ready);
  const kept = async () => (await cluster.get(secrets, 'ext-webhook-ca', 'ext-system'))?.data?.['tls.crt'] ?? '';
  const bundle = async () => (await cluster.get(validatingConfigurations, 'ext-webhook'))?.webhooks?.[0]?.clientConfig.caBundle;
  await expect.poll(async () => (await bundle()) === (await kept()), soon).toBe(true);
  const ca = Buffer.from(await kept(), 'base64').toString();
  for (const { port } of [first, second]) {
    await expect.poll(() => post(port, ca, JSON.stringify(aReview())).catch(String), soon).toContain(reviewUid);
  }
  const writes = () => [...first.events, ...second.events].filter((event) => event === 'bundle.published').length;
  const before = writes();
  await setTimeout(100);
  expect(writes()).toBe(before);
  for (const program of [first, second]) await program.stop();
});

it('is ready without registrations, which come last', async () => {
  const program = await working(memoryCluster());
  await expect.poll(program.readiness, soon).toEqual(ready);
  await program.stop();
});

it('is not ready while a registration cannot be trusted', async () => {
  const cluster = memoryCluster();
  await registered(cluster);
  const program = await working({ ...cluster, patch: () => Promise.reject(new Error('forbidden')) });
  await expect.poll(program.readiness, soon).toEqual({ ready: false, missing: ['bundle'] });
  await program.stop();
});

it('waits for an authority, and ends when it is told to', async () => {
  const cluster = memoryCluster();
  const metadata = { name: 'ext-webhook-ca', namespace: 'ext-system' };
  await cluster.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata });
  const waiting = await working(cluster);
  await expect.poll(waiting.readiness, soon).toMatchObject({ ready: false });
  await waiting.stop();
  expect(waiting.events).toContain('authority.failed');

  const program = await working(cluster);
  await expect.poll(program.readiness, soon).toMatchObject({ ready: false });
  await cluster.delete(secrets, metadata.name, metadata.namespace);
  await expect.poll(program.readiness, soon).toEqual(ready);
  await program.stop();
});
