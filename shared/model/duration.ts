const milliseconds: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const term = /(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g;
const duration = new RegExp(`^\\+?(?:${term.source})+$`);

/** The longest time a timer of Node.js can wait. */
const forever = 2 ** 31 - 1;

/** Milliseconds of a duration as kubectl reads it: a Go duration, or whole seconds. Undefined where it is neither. */
export function durationOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, forever);
  if (!duration.test(text)) return undefined;
  const terms = [...text.matchAll(term)].map(([, amount, unit = 's']) => Number(amount) * (milliseconds[unit] ?? 0));
  const sum = terms.reduce((total, each) => total + each, 0);
  return Math.min(sum, forever);
}

/** Milliseconds as a person reads them: `10s`, `250ms`. */
export function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)}ms` : `${Number((ms / 1000).toFixed(1))}s`;
}
