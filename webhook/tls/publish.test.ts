import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { keepPublished, type PublishParts } from './publish.ts';
import { mutatingConfigurations, validatingConfigurations, type WebhookConfiguration } from '../../shared/model/admission.ts';

const name = 'ext-webhook';
const bundle = 'PEM';
const caBundle = Buffer.from(bundle).toString('base64');

const registration = (own: string, ...webhooks: string[]): WebhookConfiguration => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: own },
  webhooks: webhooks.map((webhook) => ({ name: webhook, clientConfig: {} })),
});

const soon = { timeout: 4000, interval: 5 };

const encoded = (text: string) => Buffer.from(text).toString('base64');

/** Somebody else publishes. */
function published(cluster: Cluster, text: string): Promise<unknown> {
  return cluster.patch(validatingConfigurations, { name }, [
    { op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: encoded(text) },
  ]);
}

async function bundlesOf(cluster: Cluster, resource = validatingConfigurations): Promise<(string | undefined)[]> {
  const found = await cluster.get(resource, name);
  return (found?.webhooks ?? []).map(({ clientConfig }) => clientConfig.caBundle);
}

interface Setting {
  readonly bundle?: string;
  /** What is kept, when it is looked at. */
  readonly kept?: () => string;
  readonly retryPause?: number;
  readonly isLeader?: boolean;
}

/** Publishing at work, what it looked at last, and what it wrote into its log. */
function publishing(cluster: Cluster, { bundle: own = bundle, kept = () => own, retryPause = 10, isLeader = true }: Setting = {}) {
  const stop = new AbortController();
  const right = new Map<string, boolean>();
  const trusted = new Map<string, boolean>();
  const events: string[] = [];
  const log = (event: string) => void events.push(event);
  const onLook: PublishParts['onLook'] = ({ plural }, { isExact, isTrusted }) => {
    right.set(plural, isExact);
    trusted.set(plural, isTrusted);
  };
  const changes = switchable();
  const identity = {
    bundle: own,
    changed: changes.signal,
    async reread() {
      if (kept() === identity.bundle) return;
      identity.bundle = kept();
      identity.changed = changes.next();
    },
  };
  const duty = switchable();
  const leader = { isLeader, changed: duty.signal };
  const ended = keepPublished({ cluster, name, identity, leader, retryPause, log, onLook }, stop.signal);
  return {
    right,
    trusted,
    events,
    lead() {
      leader.isLeader = true;
      leader.changed = duty.next();
    },
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

/** A signal, and the next one once it has aborted. */
function switchable() {
  let controller = new AbortController();
  return {
    signal: controller.signal,
    next() {
      const before = controller;
      controller = new AbortController();
      queueMicrotask(() => before.abort());
      return controller.signal;
    },
  };
}

describe('keepPublished', () => {
  it('writes the bundle into every webhook of its registrations, and into nobody else’s', async () => {
    const cluster = memoryCluster();
    await cluster.create(validatingConfigurations, registration(name, 'a', 'b'));
    await cluster.create(validatingConfigurations, registration('other', 'c'));
    const { stop } = publishing(cluster);
    await expect.poll(() => bundlesOf(cluster), soon).toEqual([caBundle, caBundle]);
    expect((await cluster.get(validatingConfigurations, 'other'))?.webhooks?.[0]?.clientConfig).toEqual({});
    await stop();
  });

  it('writes it again when somebody else wrote, and when a registration comes', async () => {
    const cluster = memoryCluster();
    const { right, stop } = publishing(cluster);
    const allRight = { [mutatingConfigurations.plural]: true, [validatingConfigurations.plural]: true };
    await expect.poll(() => Object.fromEntries(right), soon).toEqual(allRight);
    await cluster.create(validatingConfigurations, registration(name, 'a'));
    await expect.poll(() => bundlesOf(cluster), soon).toEqual([caBundle]);
    await cluster.patch(validatingConfigurations, { name }, [
      { op: 'replace', path: '/webhooks/0/clientConfig/caBundle', value: 'b3RoZXI=' },
    ]);
    await expect.poll(() => bundlesOf(cluster), soon).toEqual([caBundle]);
    await stop();
  });

  it('pauses after each time it wrote, whoever writes against it', async () => {
    const cluster = memoryCluster();
    await cluster.create(validatingConfigurations, registration(name, 'a'));
    const { events, stop } = publishing(cluster, { retryPause: 100 });
    for (let writes = 0; writes < 30; writes += 1) {
      await published(cluster, 'other');
      await setTimeout(10);
    }
    expect(events.filter((event) => event === 'bundle.published').length).toBeLessThan(8);
    await stop();
  });

  it('takes over what is kept now before it writes over what somebody else wrote, in every registration', async () => {
    const cluster = memoryCluster();
    for (const resource of [validatingConfigurations, mutatingConfigurations]) await cluster.create(resource, registration(name, 'a'));
    let kept = bundle;
    const { right, stop } = publishing(cluster, { kept: () => kept });
    const both = async () => [await bundlesOf(cluster), await bundlesOf(cluster, mutatingConfigurations)];
    await expect.poll(both, soon).toEqual([[caBundle], [caBundle]]);
    kept = 'NEW';
    await published(cluster, 'STRAY');
    await expect.poll(both, soon).toEqual([[encoded('NEW')], [encoded('NEW')]]);
    await expect.poll(() => [...right.values()], soon).toEqual([true, true]);
    await stop();
  });

  it('ends with one bundle where two publish that began with different ones', async () => {
    const cluster = memoryCluster();
    await cluster.create(validatingConfigurations, registration(name, 'a'));
    const kept = () => 'KEPT';
    const replicas = [publishing(cluster, { kept }), publishing({ ...cluster }, { kept, bundle: 'KEPT' })];
    await expect.poll(() => bundlesOf(cluster), soon).toEqual([encoded('KEPT')]);
    const version = async () => (await cluster.get(validatingConfigurations, name))?.metadata.resourceVersion;
    await setTimeout(50);
    const before = await version();
    await setTimeout(100);
    expect(await version()).toBe(before);
    expect(await bundlesOf(cluster)).toEqual([encoded('KEPT')]);
    for (const { stop } of replicas) await stop();
  });

  it('tries again after a failure', async () => {
    const cluster = memoryCluster();
    await cluster.create(validatingConfigurations, registration(name, 'a'));
    let failures = 2;
    const failing: Cluster = {
      ...cluster,
      patch: (...words) => (failures-- > 0 ? Promise.reject(new Error('conflict')) : cluster.patch(...words)),
    };
    const { events, stop } = publishing(failing);
    await expect.poll(() => bundlesOf(cluster), soon).toEqual([caBundle]);
    expect(events.filter((event) => event === 'follow.failed')).toHaveLength(1);
    await stop();
  });

  it('only looks while another replica leads, and writes when this one does', async () => {
    const cluster = memoryCluster();
    await cluster.create(validatingConfigurations, registration(name, 'a'));
    await published(cluster, `${bundle} and another`);
    const { right, trusted, lead, stop } = publishing(cluster, { isLeader: false });
    await expect.poll(() => [right, trusted].map((each) => each.get(validatingConfigurations.plural)), soon).toEqual([false, true]);
    lead();
    await expect.poll(() => bundlesOf(cluster), soon).toEqual([caBundle]);
    await stop();
  });
});
