import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { amount } from './support/long-run.ts';
import type { MutationReport } from './support/signatures/mutate.ts';

const count = amount({ short: 300, long: 5000 });
const script = join(import.meta.dirname, 'support', 'signatures', 'mutate.ts');
/** A heap that what is kept for every package would soon fill; the stripping of types takes 30 MiB beside it. */
const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=1', '--max-old-space-size=48'];

it(`says something of every one of ${count} signatures with a fault, and accepts none`, { timeout: 120_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, String(count), '20260102']);
  const { peak, harmless, ...report } = JSON.parse(stdout) as MutationReport;
  expect(report).toEqual({ examined: count, wronglyAccepted: [], silent: 0 });
  // Where nothing at all is accepted, not even what no signature covers, the others prove nothing.
  expect(harmless).toBeGreaterThan(0);
  expect(harmless).toBeLessThan(count / 20);
  expect(peak).toBeLessThan(150);
});
