import { describe, expect, it } from 'vitest';
import { aSubscription, harbor, pendingStatus } from '../../test/support/builders.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { session } from '../../test/support/session.ts';
import { subscriptions } from '../../shared/model/subscription.ts';

/** A command that watches one operator, which changes once; ends when its reader goes. */
async function watching(words: readonly string[]) {
  const cluster = memoryCluster();
  await cluster.create(subscriptions, aSubscription());
  const reader = new AbortController();
  const asked = Promise.withResolvers<undefined>();
  const connect = () => {
    asked.resolve(undefined);
    return Promise.resolve(cluster);
  };
  const watched = session([...words, '-w'], { cluster: connect, readerGone: reader.signal });
  const change = { spec: { installPlanApproval: 'Automatic' }, status: pendingStatus() };
  await asked.promise;
  setTimeout(() => void cluster.patch(subscriptions, { name: `${harbor}-subs`, namespace: harbor }, change), 100);
  setTimeout(() => reader.abort(), 2500);
  return watched;
}

describe('--watch', () => {
  it('shows a list, then what changes, until nobody reads it', async () => {
    const { stdout, exitCode } = await watching(['list']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(/ {2,}/)[1])).toEqual(['NAME', harbor, harbor]);
    expect(lines[1]).not.toBe(lines[2]);
    expect(exitCode).toBe(0);
  });

  it('shows a status again when it changes', async () => {
    const { stdout, exitCode } = await watching(['status', harbor]);
    expect(stdout.match(/^Name: /gm)).toHaveLength(2);
    expect(exitCode).toBe(0);
  });

  it.each([['list'], ['status']])('of %s is for people', async (command) => {
    expect(await session([command, '-w', '-o', 'json'])).toMatchObject({
      exitCode: 2,
      stderr: 'error: --watch goes with tables only, not with -o json\n',
    });
  });
});
