import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import { subscriptions, type Subscription } from '../../shared/model/subscription.ts';
import { aSubscription } from './builders.ts';

/** A Subscription that is tried out, and what is to come of it: `allowed`, or the rule that denies it. */
export interface Trial {
  readonly object: Subscription;
  readonly verdict: string;
}

/** What came of a trial that began at a time, in milliseconds since the epoch. */
export interface Outcome {
  readonly at: number;
  readonly wanted: string;
  /** `allowed`, the rule that denied it, or the words of whoever stood in the way. */
  readonly found: string;
}

/** Where an operator of Alauda is offered, and where it is tried to install it. */
export interface Offered {
  readonly name: string;
  readonly source: string;
  readonly sourceNamespace: string;
  readonly namespace: string;
}

/** What is right, and what is wrong in either of two ways. */
export function trialsOf({ namespace, ...offered }: Offered): readonly Trial[] {
  const object = (spec: Partial<Subscription['spec']>) =>
    aSubscription({ metadata: { name: 'tried', namespace }, spec: { ...offered, ...spec } });
  return [
    { object: object({}), verdict: 'allowed' },
    { object: object({ installPlanApproval: 'Automatic' }), verdict: 'subscription.manual-approval' },
    { object: object({ channel: 'nowhere' }), verdict: 'subscription.channel-exists' },
  ];
}

/** Tries one after the other, so many times a second, while something goes on. A dry run goes the same way and stores nothing. */
export async function trialsDuring(
  cluster: Cluster,
  trials: readonly Trial[],
  { perSecond, work }: { readonly perSecond: number; readonly work: () => Promise<void> },
): Promise<Outcome[]> {
  const running: Promise<Outcome>[] = [];
  const over = new AbortController();
  const done = work().finally(() => over.abort());
  // It is looked at below, when the last of them has been sent.
  done.catch(() => {});
  for (let count = 0; !over.signal.aborted; count += 1) {
    running.push(
      ...trials
        .slice(count % trials.length)
        .slice(0, 1)
        .map((trial) => outcomeOf(cluster, trial)),
    );
    await pause(1000 / perSecond);
  }
  await done;
  return Promise.all(running);
}

/** Tries so many at the same moment. */
export function trialsAtOnce(cluster: Cluster, trials: readonly Trial[], count: number): Promise<Outcome[]> {
  const all = Array.from({ length: count }, (_, index) => trials.slice(index % trials.length).slice(0, 1)).flat();
  return Promise.all(all.map((trial) => outcomeOf(cluster, trial)));
}

/** What should not have come of trials. */
export function failuresIn(outcomes: readonly Outcome[]): Outcome[] {
  return outcomes.filter(({ wanted, found }) => found !== wanted);
}

async function outcomeOf(cluster: Cluster, { object, verdict }: Trial): Promise<Outcome> {
  const at = Date.now();
  return { at, wanted: verdict, found: await verdictOn(cluster, object) };
}

async function verdictOn(cluster: Cluster, object: Subscription): Promise<string> {
  try {
    await cluster.create(subscriptions, object, { dryRun: true });
    return 'allowed';
  } catch (error) {
    if (!(error instanceof ExtError)) throw error;
    const { because } = error.details;
    const words = typeof because === 'string' ? because : error.sentence.id;
    return /\bsubscription\.[a-z-]+(?=:)/.exec(words)?.[0] ?? `${error.code}: ${words}`;
  }
}
