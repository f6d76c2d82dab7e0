import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validatingWebhooks } from '../../scripts/control-plane/resources.ts';
import { undoAll, type Step } from '../../scripts/control-plane/undo.ts';
import { catalogSources } from '../../shared/model/catalog-source.ts';
import { packageManifests } from '../../shared/model/package-manifest.ts';
import { secrets } from '../../shared/model/secret.ts';
import { authoritySecret, webhookNamespace } from '../../shared/plan/webhook/manifest.ts';
import { threeVersions, until, useLab } from '../support/lab.ts';
import { amount } from '../support/long-run.ts';
import { failuresIn, trialsAtOnce, trialsDuring, trialsOf, type Outcome, type Trial } from '../support/trials.ts';
import { authorityIn, startReplicas, type Replicas } from '../support/webhook-replicas.ts';

/*
 * Whatever happens to the webhook, nobody who writes a Subscription hears of it. A dry run goes the same way through the API server and stores
 * nothing; what is wrong is refused the whole time.
 */

const lab = useLab({ keep: true });
let replicas: Replicas;
let trials: readonly Trial[];
const undo: Step[] = [];

beforeAll(async () => {
  // The platform's own check refuses some of the same, and whatever package-server does not show.
  undo.push(await lab.without(validatingWebhooks, 'check-subscription.cpaas.io'));
  const namespace = await lab.namespace();
  trials = trialsOf({ name: 'harbor-ce-operator', source: 'platform', sourceNamespace: 'cpaas-system', namespace });
  // Catalogues are listed so often that many lists come while one of them is empty.
  const flags = ['--drain-hold=3s', '--drain-quiet=500ms', '--refresh=1s'];
  replicas = await startReplicas({ admin: lab.admin, authority: authorityIn(lab.kubeconfig), count: 2, flags });
  undo.push(() => replicas.stop());
});
afterAll(() => undoAll(undo));

/**
 * Milliseconds between two rounds of requests. A server with Node's default closes its idle connections in the middle of the first range; the API
 * server keeps its own for 90 s, around which the second range lies.
 */
const idleTimes = amount({
  short: [5750, 7000],
  long: [...Array.from({ length: 21 }, (_, index) => 5000 + 100 * index), 60_000, 75_000, 89_000, 90_000, 91_000, 120_000],
});

/** So long the API server keeps a connection that it does not use. */
const keptByTheServer = 90_000;

describe('no request fails', () => {
  it('while every replica is replaced by another one', async () => {
    const work = async () => {
      for (let count = 0; count < amount({ short: 1, long: 6 }); count += 1) await replicas.restart();
    };
    const outcomes = await trialsDuring(lab.admin, trials, { perSecond: amount({ short: 30, long: 60 }), work });
    expect(failuresIn(outcomes)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(60);
  });

  it('while another authority takes over', async () => {
    const place = { name: authoritySecret, namespace: webhookNamespace };
    const authority = async () => (await lab.admin.get(secrets, place.name, place.namespace))?.data?.['tls.crt'];
    const before = await authority();
    const work = async () => {
      await lab.admin.patch(secrets, place, { metadata: { annotations: { 'ext.cpaas.io/rotate': 'now' } } });
      await until(async () => (await authority()) !== before);
      await pause(2000);
    };
    const outcomes = await trialsDuring(lab.admin, trials, { perSecond: amount({ short: 30, long: 50 }), work });
    expect(failuresIn(outcomes)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(60);
  });

  it('on connections that nobody has used for a while', async () => {
    const outcomes: Outcome[] = [];
    const kept: number[] = [];
    for (const idle of [...idleTimes, 0]) {
      outcomes.push(...(await trialsAtOnce(lab.admin, trials, 25)));
      await pause(idle);
      if (idle < keptByTheServer) kept.push(replicas.connections);
    }
    expect(failuresIn(outcomes)).toEqual([]);
    // Nothing failed because nothing was closed, not because it was closed at another moment.
    expect(Math.min(...kept)).toBeGreaterThan(12);
  });

  it('while a catalogue falls silent, comes back empty, and has everything again', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    const catalogue = await lab.offer(namespace, ...threeVersions(name, { annotations: { 'provider-type': 'platform' } }));
    const { bundles } = catalogue;
    const sourceOf = async () => (await lab.admin.list(catalogSources, { namespace }))[0];
    const source = (await sourceOf())?.metadata.name ?? '';
    const isConnected = async () => (await sourceOf())?.status?.connectionState?.lastObservedState === 'READY';
    const isShown = async () => (await lab.admin.list(packageManifests, { namespace })).some(({ metadata }) => metadata.name === name);
    const own = trialsOf({ name, source, sourceNamespace: namespace, namespace });
    // What nobody has seen yet cannot be remembered.
    await expect.poll(async () => failuresIn(await trialsAtOnce(lab.admin, own, 12)), { timeout: 20_000 }).toEqual([]);
    const work = async () => {
      catalogue.fallSilent();
      await until(async () => !(await isShown()) && !(await isConnected()));
      await pause(amount({ short: 2000, long: 60_000 }));
      catalogue.publish([]);
      await catalogue.speakAgain();
      await until(isConnected);
      await pause(amount({ short: 5000, long: 90_000 }));
      expect(await isShown()).toBe(false);
      catalogue.publish(bundles);
      await until(isShown);
      await pause(amount({ short: 1000, long: 10_000 }));
    };
    const outcomes = await trialsDuring(lab.admin, own, { perSecond: amount({ short: 10, long: 20 }), work });
    expect(failuresIn(outcomes)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(60);
  });
});
