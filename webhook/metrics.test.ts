import { expect, it } from 'vitest';
import { metricLabels } from '../shared/plan/webhook/metric-names.ts';
import { createMetrics } from './metrics.ts';

async function lines(metrics: ReturnType<typeof createMetrics>): Promise<string[]> {
  const { body } = await metrics.text();
  return body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

it('offers every metric that rules and dashboards know, and no other', async () => {
  const { contentType, body } = await createMetrics().text();
  expect(contentType).toContain('text/plain');
  const offered = [...body.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
  expect(new Set(offered)).toEqual(new Set(Object.keys(metricLabels)));
});

it('shows what was never counted where that is asked for', async () => {
  const metrics = createMetrics();
  metrics.count('ext_webhook_unknown_facts_total', { fact: 'clusters' }, 0);
  expect(await lines(metrics)).toContain('ext_webhook_unknown_facts_total{fact="clusters"} 0');
});

it('counts, measures, and reads gauges when it is asked', async () => {
  const metrics = createMetrics();
  const state = { age: 1 };
  metrics.count('ext_webhook_unknown_facts_total', { fact: 'modules' });
  metrics.count('ext_webhook_unknown_facts_total', { fact: 'modules' });
  metrics.observe(0.002);
  metrics.gauge('ext_webhook_informer_age_seconds', () => [{ labels: { kind: 'moduleinfoes' }, value: state.age }]);
  state.age = 7;
  const shown = await lines(metrics);
  expect(shown).toContain('ext_webhook_unknown_facts_total{fact="modules"} 2');
  expect(shown).toContain('ext_webhook_informer_age_seconds{kind="moduleinfoes"} 7');
  expect(shown).toContain('ext_webhook_review_seconds_bucket{le="0.0025"} 1');
  metrics.gauge('ext_webhook_informer_age_seconds', () => []);
  expect((await lines(metrics)).filter((line) => line.startsWith('ext_webhook_informer_age'))).toEqual([]);
});
