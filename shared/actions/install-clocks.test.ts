import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { aNamespace, aSubscription, csvName } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { installed, installOptions, installWorld, linesOf, type World } from '../../test/support/install-world.ts';
import type { Condition } from '../model/object.ts';
import { subscriptions } from '../model/subscription.ts';
import { installOperator } from './install.ts';

describe.each([
  ['an hour late', -3_600_000],
  ['an hour early', 3_600_000],
])('where our clock is %s, install', (_, off) => {
  const now = () => Date.now() + off;
  // Without an OperatorGroup OLM makes no plan, so that nothing but the condition can end the wait.
  const idle: World['options'] = { paths: { '/apis/app.alauda.io': {} } };

  async function end(world: World) {
    const { cluster } = await installWorld({ ...world, options: idle });
    return errorOf(() => installOperator(installOptions({ timeout: 100 }), actionContext(cluster, { now })));
  }

  /** Says of the Subscription, as soon as it is there, that it cannot be unpacked, so many milliseconds after it was made. */
  function sayLater(milliseconds: number): World['before'] {
    return async ({ verb, resource }, memory) => {
      const [made] = await memory.list(subscriptions);
      if (verb !== 'follow' || resource !== 'subscriptions' || made === undefined) return;
      const time = Date.parse(made.metadata.creationTimestamp ?? '') + milliseconds;
      await memory.patch(subscriptions, made.metadata, { status: { conditions: [unpackFailed(new Date(time).toISOString())] } });
    };
  }

  it.each([0, 1000])('ends with what OLM says of the Subscription it made, %i ms after', async (milliseconds) => {
    expect(await end({ before: sayLater(milliseconds) })).toMatchObject({ sentence: { id: 'wait.stop.resolution' } });
  });

  it('does not end with what was said before', async () => {
    expect(await end({ before: sayLater(-1000) })).toMatchObject({ code: 'timeout' });
  });

  it('ends with whatever is said of a Subscription that was there', async () => {
    const status = { conditions: [unpackFailed('2025-01-01T00:00:00Z')] };
    const content = { namespaces: [aNamespace()], subscriptions: [aSubscription({ spec: { startingCSV: csvName() }, status })] };
    expect(await end({ content })).toMatchObject({ sentence: { id: 'wait.stop.resolution' } });
  });
});

it('the time limit begins when the person has answered', async () => {
  let time = 0;
  const { cluster } = await installWorld();
  const context = actionContext(cluster, { now: () => time, ask: async () => void (time += 60_000) });
  expect(linesOf(await installOperator(installOptions({ timeout: 5000 }), context))).toContain(`approved ${installed.plan}`);
});

function unpackFailed(lastTransitionTime: string): Condition {
  return { type: 'BundleUnpackFailed', status: 'True', lastTransitionTime };
}
