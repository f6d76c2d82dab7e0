import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { metricLabels } from '../shared/plan/webhook/metric-names.ts';

type MetricName = keyof typeof metricLabels;
type CounterName = Extract<MetricName, `${string}_total`>;
type GaugeName = Exclude<MetricName, CounterName | typeof histogramName>;
/** Without labels: an object without anything that is asked for. */
type LabelsOf<Name extends MetricName> = (typeof metricLabels)[Name] extends readonly []
  ? object
  : Readonly<Record<(typeof metricLabels)[Name][number], string>>;

/** A gauge's value for one set of labels. */
export interface Reading<Name extends GaugeName> {
  readonly labels: LabelsOf<Name>;
  readonly value: number;
}

/** What is counted and measured, for whoever watches over the webhook. No name or value of an object is ever a label. */
export interface Metrics {
  /** Nothing is counted by 0, but shown: an alert sees only what grows, and not what appears. */
  count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by?: number): void;
  /** How long a review took, in seconds. */
  observe(seconds: number): void;
  /** A gauge that is read whenever somebody asks; what is not read any more is not shown any more. */
  gauge<Name extends GaugeName>(name: Name, read: () => readonly Reading<Name>[]): void;
  /** Everything in the text format of Prometheus. */
  text(): Promise<{ readonly contentType: string; readonly body: string }>;
}

const histogramName = 'ext_webhook_review_seconds';

/** Seconds: a review of an object in memory takes some tenths of a millisecond, one that reads first up to half a second. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Metrics of which nothing is counted yet. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const partsOf = (name: MetricName) => ({ name, help: helpOf(name), labelNames: [...metricLabels[name]], registers: [registry] });
  const names = Object.keys(metricLabels) as MetricName[];
  const counters = new Map(names.filter(isCounter).map((name) => [name, new Counter(partsOf(name))]));
  const gauges = new Map(names.filter(isGauge).map((name) => [name, new Gauge(partsOf(name))]));
  const histogram = new Histogram({ ...partsOf(histogramName), buckets });
  const readers = new Map<GaugeName, () => readonly { readonly labels: object; readonly value: number }[]>();
  return {
    count: (name, labels, by = 1) => counters.get(name)?.inc(labels, by),
    observe: (seconds) => histogram.observe(seconds),
    gauge: (name, read) => void readers.set(name, read),
    async text() {
      for (const [name, gauge] of gauges) {
        gauge.reset();
        for (const { labels, value } of readers.get(name)?.() ?? []) gauge.set({ ...labels }, value);
      }
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

function isCounter(name: MetricName): name is CounterName {
  return name.endsWith('_total');
}

function isGauge(name: MetricName): name is GaugeName {
  return !isCounter(name) && name !== histogramName;
}

/** `ext_webhook_informer_age_seconds` → `informer age seconds` */
function helpOf(name: MetricName): string {
  return name.replace('ext_webhook_', '').replaceAll('_', ' ');
}
