import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExtError } from '../../shared/errors.ts';
import { secrets } from '../../shared/model/secret.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { authoritySecret, webhookNamespace } from '../../shared/plan/webhook/manifest.ts';
import { aSubscription } from '../support/builders.ts';
import { until, useLab } from '../support/lab.ts';
import { amount } from '../support/long-run.ts';
import { authorityIn, startReplicas, type Replicas } from '../support/webhook-replicas.ts';

/*
 * Whatever happens to the webhook, nobody who writes a Subscription hears of it. A dry run goes the same way through the API server and stores
 * nothing; Automatic of an operator of Alauda is refused the whole time.
 */

const lab = useLab({ keep: true });
let replicas: Replicas;
let namespace: string;

beforeAll(async () => {
  namespace = await lab.namespace();
  const flags = ['--drain-hold=3s', '--drain-quiet=500ms'];
  replicas = await startReplicas({ admin: lab.admin, authority: authorityIn(lab.kubeconfig), count: 2, flags });
});
afterAll(() => replicas.stop());

async function verdictOn(installPlanApproval: 'Manual' | 'Automatic'): Promise<string> {
  const object = aSubscription({ metadata: { name: lab.name('tried'), namespace }, spec: { installPlanApproval } });
  try {
    await lab.admin.create(subscriptions, object, { dryRun: true });
    return 'allowed';
  } catch (error) {
    if (!(error instanceof ExtError)) throw error;
    const { because } = error.details;
    return typeof because === 'string' && because.includes('subscription.manual-approval')
      ? 'denied'
      : `${error.code}: ${error.sentence.id}`;
  }
}

/** Writes so many times a second while something goes on, every fifth time what is refused; what came of it, and how often. */
async function writesDuring(work: () => Promise<void>, perSecond: number): Promise<ReadonlyMap<string, number>> {
  const running: Promise<string>[] = [];
  const over = new AbortController();
  const done = work().finally(() => over.abort());
  for (let count = 0; !over.signal.aborted; count += 1) {
    running.push(outcomeOf(count % 5 === 0 ? 'Automatic' : 'Manual'));
    await pause(1000 / perSecond);
  }
  await done;
  const outcomes = await Promise.all(running);
  return new Map([...Map.groupBy(outcomes, (each) => each)].map(([outcome, all]) => [outcome, all.length]));
}

async function outcomeOf(approval: 'Manual' | 'Automatic'): Promise<string> {
  return `${approval} ${await verdictOn(approval)}`;
}

describe('no request fails', () => {
  it('while every replica is replaced by another one', async () => {
    const outcomes = await writesDuring(
      async () => {
        for (let count = 0; count < amount({ short: 1, long: 6 }); count += 1) await replicas.restart();
      },
      amount({ short: 30, long: 60 }),
    );
    expect(new Set(outcomes.keys())).toEqual(new Set(['Automatic denied', 'Manual allowed']));
    expect(outcomes.get('Manual allowed')).toBeGreaterThan(50);
  });

  it('while another authority takes over', async () => {
    const place = { name: authoritySecret, namespace: webhookNamespace };
    const authority = async () => (await lab.admin.get(secrets, place.name, place.namespace))?.data?.['tls.crt'];
    const before = await authority();
    const outcomes = await writesDuring(
      async () => {
        await lab.admin.patch(secrets, place, { metadata: { annotations: { 'ext.cpaas.io/rotate': 'now' } } });
        await until(async () => (await authority()) !== before);
        await pause(2000);
      },
      amount({ short: 30, long: 50 }),
    );
    expect(new Set(outcomes.keys())).toEqual(new Set(['Automatic denied', 'Manual allowed']));
    expect(outcomes.get('Manual allowed')).toBeGreaterThan(50);
  });
});
