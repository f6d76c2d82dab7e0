import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { aReview, reviewUid } from '../test/support/admission.ts';
import { aCatalogSource, aPackage, aSubscription } from '../test/support/builders.ts';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { ask, register, startProgram } from '../test/support/working-program.ts';
import { ExtError } from '../shared/errors.ts';
import { message } from '../shared/messages/message.ts';
import { catalogSources } from '../shared/model/catalog-source.ts';
import { packageManifests } from '../shared/model/package-manifest.ts';
import { validatingConfigurations } from '../shared/model/admission.ts';
import { secrets } from '../shared/model/secret.ts';

const soon = { timeout: 4000, interval: 10 };
const ready = { ready: true, missing: [] };
it('from nothing to a verdict that the API server can trust', async () => {
  const cluster = memoryCluster();
  await cluster.create(catalogSources, aCatalogSource());
  await cluster.create(packageManifests, aPackage());
  await register(cluster);
  const program = await startProgram(cluster);
  await expect.poll(program.readiness, soon).toEqual(ready);
  const registration = await cluster.get(validatingConfigurations, 'ext-webhook');
  const ca = Buffer.from(registration?.webhooks?.[0]?.clientConfig.caBundle ?? '', 'base64').toString();
  const review = aReview({ object: aSubscription({ spec: { installPlanApproval: 'Automatic' } }) });
  const { body } = await ask(program.port, ca, JSON.stringify(review));
  expect(JSON.parse(body)).toMatchObject({ response: { uid: reviewUid, allowed: false, status: { code: 422, reason: 'Invalid' } } });
  await program.stop();
  expect(program.events).toEqual(['serving', 'leader.begins', 'bundle.published', 'draining', 'leader.ends']);
  expect(await program.readiness()).toBeUndefined();
});

it('two that began with different authorities end with the one in the Secret, and both are trusted', async () => {
  const cluster = memoryCluster();
  await register(cluster);
  const first = await startProgram(cluster);
  await expect.poll(first.readiness, soon).toEqual(ready);
  await cluster.delete(secrets, 'ext-webhook-ca', 'ext-system');
  const second = await startProgram({ ...cluster });
  await expect.poll(second.readiness, soon).toEqual(ready);
  const kept = async () => (await cluster.get(secrets, 'ext-webhook-ca', 'ext-system'))?.data?.['tls.crt'] ?? '';
  const bundle = async () => (await cluster.get(validatingConfigurations, 'ext-webhook'))?.webhooks?.[0]?.clientConfig.caBundle;
  await expect.poll(async () => (await bundle()) === (await kept()), soon).toBe(true);
  const ca = Buffer.from(await kept(), 'base64').toString();
  for (const { port } of [first, second]) {
    await expect.poll(async () => (await ask(port, ca, JSON.stringify(aReview())).catch(() => undefined))?.body, soon).toContain(reviewUid);
  }
  const writes = () => [...first.events, ...second.events].filter((event) => event === 'bundle.published').length;
  const before = writes();
  await setTimeout(100);
  expect(writes()).toBe(before);
  for (const program of [first, second]) await program.stop();
});

it('is ready without registrations, which come last', async () => {
  const program = await startProgram(memoryCluster());
  await expect.poll(program.readiness, soon).toEqual(ready);
  await program.stop();
});

it('is ready where there is no OLM', async () => {
  const cluster = memoryCluster();
  const follow: typeof cluster.follow = (resource, ...words) => {
    if (resource.group === 'operators.coreos.com') throw new ExtError('not-found', message('error.failure', { what: 'no such kind' }));
    return cluster.follow(resource, ...words);
  };
  const program = await startProgram({ ...cluster, follow });
  await expect.poll(program.readiness, soon).toEqual(ready);
  await program.stop();
});

it('is not ready while a registration cannot be trusted', async () => {
  const cluster = memoryCluster();
  await register(cluster);
  const program = await startProgram({ ...cluster, patch: () => Promise.reject(new Error('forbidden')) });
  await expect.poll(program.readiness, soon).toEqual({ ready: false, missing: ['bundle'] });
  await program.stop();
});

it('waits for an authority, and ends when it is told to', async () => {
  const cluster = memoryCluster();
  const metadata = { name: 'ext-webhook-ca', namespace: 'ext-system' };
  await cluster.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata });
  const waiting = await startProgram(cluster);
  await expect.poll(waiting.readiness, soon).toMatchObject({ ready: false });
  await waiting.stop();
  expect(waiting.events).toContain('authority.failed');

  const program = await startProgram(cluster);
  await expect.poll(program.readiness, soon).toMatchObject({ ready: false });
  await cluster.delete(secrets, metadata.name, metadata.namespace);
  await expect.poll(program.readiness, soon).toEqual(ready);
  await program.stop();
});
