import { describe, expect, it } from 'vitest';
import { metricLabels } from './metric-names.ts';
import { webhookMonitoring } from './monitoring.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<'summary' | 'description' | 'runbook', string>>;
}

const rules = webhookMonitoring()
  .filter(({ kind }) => kind === 'PrometheusRule')
  .flatMap(({ spec }) => (spec as { groups: { rules: Rule[] }[] }).groups)
  .flatMap((group) => group.rules);

const functions = ['histogram_quantile'];

/** What others count: the API server, and the exporter of the state of Kubernetes. */
const foreign = ['apiserver_admission_webhook_fail_open_count', 'kube_deployment_status_replicas_available'];

/** Metrics of an expression with the labels that it asks for: everything in snake case that is no function and no text. */
function metricsOf(expr: string): (readonly [name: string, labels: readonly string[]])[] {
  const found = [...expr.matchAll(/\b([a-z]+(?:_[a-z]+)+)\b(?:\{([^}]*)\})?/g)];
  return found
    .filter(([, name = '']) => !functions.includes(name))
    .map(([, name = '', selector = '']) => [name, [...selector.matchAll(/(\w+)(?:=|!)/g)].map(([, label = '']) => label)]);
}

describe.each(rules)('$alert', ({ expr, labels, annotations }) => {
  const known: Readonly<Record<string, readonly string[]>> = { ...metricLabels, ext_webhook_review_seconds_bucket: ['le'] };

  it('asks for metrics that there are, by labels that they have', () => {
    const metrics = metricsOf(expr);
    expect(metrics.length).toBeGreaterThan(0);
    for (const [name, asked] of metrics.filter(([each]) => !foreign.includes(each))) {
      expect(Object.keys(known)).toContain(name);
      expect(known[name]).toEqual(expect.arrayContaining([...asked]));
    }
  });

  it('groups by labels that its metrics have', () => {
    const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(', '));
    const own = metricsOf(expr).flatMap(([name]) => (foreign.includes(name) ? ['name'] : (known[name] ?? [])));
    expect(own).toEqual(expect.arrayContaining(grouped));
  });

  it('says how bad it is, what it means and what to do first', () => {
    expect(['Critical', 'High', 'Medium']).toContain(labels.severity);
    for (const text of [annotations.summary, annotations.description, annotations.runbook]) expect(text).not.toBe('');
    for (const text of [annotations.description, annotations.runbook]) expect(text).toMatch(/\.$/);
  });
});

it('there is an alert for everything that the design watches, each by a name of its own', () => {
  const names = rules.map(({ alert }) => alert);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(11);
});
