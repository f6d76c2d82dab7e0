import { expect, it } from 'vitest';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { subscriptions } from '../shared/model/subscription.ts';
import { keepFollowing } from './follow.ts';

it('a failure that lasts is logged once, and again when it comes back', async () => {
  const cluster = memoryCluster();
  const answers = ['down', 'down', 'down', 'gone', undefined, 'gone', 'gone'];
  const follow: typeof cluster.follow = (...words) => {
    const answer = answers.shift();
    if (answer !== undefined) throw new TypeError(answer);
    return cluster.follow(...words);
  };
  const logged: unknown[] = [];
  const stop = new AbortController();
  const onState = async () => {
    if (answers.length > 0) throw new TypeError('refused');
    stop.abort();
  };
  const log = (event: string, data: object = {}) => logged.push([event, ...Object.values(data)].map((each) => String(each).split('\n')[0]));
  await keepFollowing({ follow }, { resource: subscriptions, scope: {} }, { onState, retryPause: 1, log }, stop.signal);
  expect(logged).toEqual(['down', 'gone', 'refused', 'gone'].map((what) => ['follow.failed', 'subscriptions', `TypeError: ${what}`]));
});
