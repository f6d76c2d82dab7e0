import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { anInstallPlan, anOperatorGroup, harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { recordedCluster, refusal } from '../../test/support/recorded-cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Progress, Stop } from '../diagnose/goal.ts';
import type { Snapshot } from '../diagnose/snapshot.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { installPlans } from '../model/install-plan.ts';
import { operatorGroups } from '../model/operator-group.ts';
import { waitFor } from './wait.ts';

const awaited = message('wait.subscription', { name: 'harbor' });

function options(milliseconds = 5000) {
  return { namespace: harbor, catalogNamespace: 'cpaas-system', deadline: Date.now() + milliseconds, resume: 'kubectl ext status harbor' };
}

function stop(id: string, hold: number): Stop {
  return {
    id,
    hold,
    code: 'unmet',
    sentence: message('wait.stop.plan-failed', { plan: id }),
    object: `installplan/${id}`,
    hints: ['kubectl ext why'],
  };
}

/** A goal that counts plans and stops, for `hold`, while there are OperatorGroups. */
function plans(count: number, hold = 0) {
  return ({ installPlans: seen = [], operatorGroups: groups = [] }: Snapshot): Progress<string> =>
    seen.length >= count
      ? { state: 'done', result: 'reached' }
      : { state: 'waiting', awaited, stops: groups.map(({ metadata }) => stop(metadata.name, hold)) };
}

const never = plans(Infinity);

describe('waitFor', () => {
  it('returns at once where the goal is reached, after one look at each kind', async () => {
    const cluster = recordedCluster(memoryCluster());
    expect(await waitFor(cluster, plans(0), options(), actionContext(cluster))).toBe('reached');
    expect(cluster.requests.map(({ verb, resource }) => `${verb} ${resource}`).toSorted()).toEqual([
      'follow catalogsources',
      'follow clusterserviceversions',
      'follow deployments',
      'follow installplans',
      'follow operatorgroups',
      'follow subscriptions',
    ]);
  });

  it('returns as soon as a change reaches the goal', async () => {
    const cluster = memoryCluster();
    const context = actionContext(cluster, { report: whenFirst('waiting', () => void cluster.create(installPlans, anInstallPlan())) });
    const started = performance.now();
    expect(await waitFor(cluster, plans(1), options(), context)).toBe('reached');
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('says what it waits for', async () => {
    const cluster = memoryCluster();
    const context = actionContext(cluster);
    await errorOf(() => waitFor(cluster, never, options(30), context));
    expect(context.events).toContainEqual({ state: 'waiting', message: awaited, seconds: 0 });
  });

  it('ends at the deadline with what was awaited last and how to go on', async () => {
    const cluster = memoryCluster();
    const { code, sentence, details } = await errorOf(() => waitFor(cluster, never, options(30), actionContext(cluster)));
    expect({ code, sentence }).toEqual({ code: 'timeout', sentence: message('wait.timeout') });
    expect(details).toEqual({ because: awaited, hints: ['kubectl ext status harbor'] });
  });

  it('reads the time from its context', async () => {
    const cluster = memoryCluster();
    const clock = [0, 0, 60_000, 120_000, 180_000];
    const context = actionContext(cluster, { now: () => clock.shift() ?? 180_000 });
    expect(await errorOf(() => waitFor(cluster, never, { ...options(), deadline: 100_000 }, context))).toMatchObject({ code: 'timeout' });
  });

  it('reaches the goal rather than the deadline', async () => {
    const cluster = memoryCluster();
    expect(await waitFor(cluster, plans(0), options(), actionContext(cluster))).toBe('reached');
  });
});

describe('a stop', () => {
  it('without a hold ends the wait at once, with everything it says', async () => {
    const cluster = await stopped();
    const { code, sentence, details } = await errorOf(() => waitFor(cluster, plans(1), options(), actionContext(cluster)));
    expect({ code, sentence }).toEqual({ code: 'unmet', sentence: message('wait.stop.plan-failed', { plan: 'a' }) });
    expect(details).toEqual({ object: 'installplan/a', hints: ['kubectl ext why'] });
  });

  it('ends the wait when it has stood for its hold, and not before', async () => {
    const cluster = await stopped();
    const started = Date.now();
    expect(await errorOf(() => waitFor(cluster, plans(1, 60), options(), actionContext(cluster)))).toMatchObject({ code: 'unmet' });
    expect(Date.now() - started).toBeGreaterThanOrEqual(60);
    expect(Date.now() - started).toBeLessThan(900);
  });

  it('is outrun by the goal', async () => {
    const cluster = await stopped();
    const context = actionContext(cluster, {
      report: whenFirst('waiting', () => setTimeout(() => void cluster.create(installPlans, anInstallPlan()), 10)),
    });
    expect(await waitFor(cluster, plans(1, 5000), options(), context)).toBe('reached');
  });

  it('that the deadline forestalls ends as a timeout', async () => {
    const cluster = await stopped();
    expect(await errorOf(() => waitFor(cluster, plans(1, 5000), options(20), actionContext(cluster)))).toMatchObject({ code: 'timeout' });
  });
});

describe('the hold of a stop', () => {
  it.each<[string, Look[], string]>([
    [
      'is over when its time is',
      [
        [0, { a: 100 }],
        [99, { a: 100 }],
        [100, { a: 100 }],
      ],
      'a at 100',
    ],
    [
      'is not over before',
      [
        [0, { a: 100 }],
        [99, { a: 100 }],
      ],
      'went on',
    ],
    [
      'begins when the stop appears',
      [
        [0, {}],
        [50, { a: 100 }],
        [149, { a: 100 }],
        [150, { a: 100 }],
      ],
      'a at 150',
    ],
    [
      'begins anew when it was gone in between',
      [
        [0, { a: 100 }],
        [50, {}],
        [70, { a: 100 }],
        [169, { a: 100 }],
        [170, { a: 100 }],
      ],
      'a at 170',
    ],
    [
      'goes on while others come and go',
      [
        [0, { a: 100 }],
        [50, { b: 100, a: 100 }],
        [100, { b: 100, a: 100 }],
      ],
      'a at 100',
    ],
    [
      'of each stop is its own',
      [
        [0, { a: 100 }],
        [10, { a: 100, b: 20 }],
        [30, { a: 100, b: 20 }],
      ],
      'b at 30',
    ],
    ['may be none', [[0, { a: 100, b: 0 }]], 'b at 0'],
  ])('%s', async (_, looks, end) => {
    expect(await endOf(looks)).toBe(end);
  });
});

describe('a wait that is interrupted', () => {
  it.each(['before it begins', 'while it waits'])('%s says so and how to go on', async (when) => {
    const controller = new AbortController();
    const cluster = memoryCluster();
    if (when === 'before it begins') controller.abort();
    const context = actionContext(cluster, { signal: controller.signal, report: () => controller.abort() });
    const { code, details } = await errorOf(() => waitFor(cluster, never, options(), context));
    expect(code).toBe('interrupted');
    expect(details.hints).toEqual(['kubectl ext status harbor']);
  });
});

describe('a kind that may not be followed', () => {
  const forbidding = (plural: string): Cluster =>
    recordedCluster(memoryCluster(), ({ resource }) => {
      if (resource === plural) throw refusal('forbidden');
    });

  it.each(['subscriptions', 'installplans', 'clusterserviceversions', 'operatorgroups', 'deployments'])(
    'ends the wait where it is %s',
    async (plural) => {
      const cluster = forbidding(plural);
      expect(await errorOf(() => waitFor(cluster, plans(0), options(), actionContext(cluster)))).toMatchObject({ code: 'forbidden' });
    },
  );

  it('does not matter where it is catalogsources', async () => {
    const cluster = forbidding('catalogsources');
    expect(await waitFor(cluster, plans(0), options(), actionContext(cluster))).toBe('reached');
  });
});

/** What a wait sees at one look: the time, and the stops that stand with their holds. */
type Look = readonly [time: number, holds: Readonly<Record<string, number>>];

/** Which stop ends a wait that sees this, and when; `went on` where none does. */
async function endOf(looks: readonly Look[]): Promise<string> {
  const cluster = memoryCluster();
  const left = [...looks];
  let time = 0;
  const goal = (): Progress<string> => {
    const look = left.shift();
    if (look === undefined) return { state: 'done', result: 'went on' };
    time = look[0];
    // Any change makes the wait look again.
    void cluster.create(operatorGroups, groupNamed(`at-${left.length}`));
    return { state: 'waiting', awaited, stops: Object.entries(look[1]).map(([id, hold]) => stop(id, hold)) };
  };
  try {
    return await waitFor(cluster, goal, { ...options(), deadline: 1000 }, actionContext(cluster, { now: () => time }));
  } catch (error) {
    return error instanceof ExtError ? `${error.details.object?.split('/')[1]} at ${time}` : String(error);
  }
}

function groupNamed(name: string) {
  return anOperatorGroup({ metadata: { name } });
}

/** A cluster on which the stop `a` stands. */
async function stopped(): Promise<Cluster> {
  const cluster = memoryCluster();
  await cluster.create(operatorGroups, groupNamed('a'));
  return cluster;
}

/** A report that does something at the first event of a state. */
function whenFirst(state: string, act: () => unknown) {
  let done = false;
  return (event: { readonly state: string }) => {
    if (done || event.state !== state) return;
    done = true;
    act();
  };
}
