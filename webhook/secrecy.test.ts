import { expect, it } from 'vitest';
import { aModuleRequest, aReview, knowingFacts } from '../test/support/admission.ts';
import { aSubscription } from '../test/support/builders.ts';
import { aModuleConfig, aModuleInfo, aModulePlugin, aPlatformCluster } from '../test/support/module-builders.ts';
import { appWith, serveApp } from '../test/support/serve-app.ts';
import type { FactSource } from './facts/index.ts';
import { createMetrics } from './metrics.ts';

const canary = 'canary-4711';
const secret = { annotations: { note: canary }, labels: { note: canary } };

const objects: Readonly<Record<string, unknown>> = {
  'a configuration': aModuleInfo({
    plugin: 'nobody',
    metadata: secret,
    spec: { config: { custom: { pgpu_enable: canary }, password: canary } },
  }),
  'a wrong shape': { ...aModuleInfo(), metadata: { name: 'a', annotations: { note: [canary] } } },
  'a Subscription': aSubscription({
    metadata: secret,
    spec: { channel: canary, config: { env: [{ name: 'A', value: canary }] } },
  }),
};
const { resource } = aModuleRequest();
const reviews = Object.values(objects).map((object) =>
  JSON.stringify(aReview({ object, ...((object as { kind: string }).kind === 'ModuleInfo' && { resource }) })),
);

const known = knowingFacts({
  clusters: [aPlatformCluster()],
  modulePlugin: aModulePlugin(),
  moduleConfigs: [aModuleConfig()],
  modules: [],
});
const failing: FactSource = { gather: () => Promise.reject(new TypeError('not iterable')) };

/** All that the webhook tells anybody but whoever writes: log, Events, metrics. */
async function toldOf(facts: FactSource): Promise<{ readonly statuses: readonly number[]; readonly told: string }> {
  const told: unknown[] = [];
  const metrics = createMetrics();
  const hear = (...words: readonly unknown[]) => void told.push(words);
  const app = await serveApp(appWith(facts, { body: 5000 }, { metrics, log: hear, tell: hear }));
  const statuses: number[] = [];
  for (const path of ['/validate', '/mutate', `/${canary}`]) {
    const bodies = [...reviews, ...reviews.map((body) => body.slice(0, -1)), `{"${canary}":${'['.repeat(200)}`, `"${canary.repeat(1000)}"`];
    for (const body of bodies) statuses.push((await app.send({ path, body })).status);
  }
  await app.close();
  return { statuses, told: `${JSON.stringify(told)}\n${(await metrics.text()).body}` };
}

it.each([
  ['judges', known, 'Denied'],
  ['fails', failing, 'review.failed'],
])('where it %s, nothing of what is written gets into log, Events or metrics', async (_what, facts, word) => {
  const { statuses, told } = await toldOf(facts);
  expect(new Set(statuses)).toEqual(new Set([200, 400, 404, 413]));
  expect(told).toContain(word);
  expect(told).not.toContain(canary);
});
