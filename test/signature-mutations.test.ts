import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { amount } from './support/long-run.ts';
import type { MutationReport } from './support/signatures/mutate.ts';

const count = amount({ short: 300, long: 5000 });
const folder = join(import.meta.dirname, 'support', 'signatures');

it(`says something of every one of ${count} signatures with a fault, and accepts none`, { timeout: 120_000 }, async () => {
  const { peak, harmless, ...report } = await mutate();
  expect(report).toEqual({ examined: count, wronglyAccepted: [], silent: 0 });
  // Where nothing at all is accepted, not even what no signature covers, the others prove nothing.
  expect(harmless).toBeGreaterThan(0);
  expect(harmless).toBeLessThan(count / 20);
  expect(peak).toBeLessThanOrEqual(120);
});

/** Runs the mutations as one script, like the program itself: to strip types takes 30 MiB. */
async function mutate(): Promise<MutationReport> {
  const work = mkdtempSync(join(tmpdir(), 'mutate-'));
  const outfile = join(work, 'mutate.mjs');
  try {
    const define = { 'import.meta.dirname': JSON.stringify(folder) };
    await build({
      entryPoints: [join(folder, 'mutate.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      define,
      outfile,
      logLevel: 'error',
    });
    const { stdout } = await promisify(execFile)(process.execPath, [outfile, String(count), '20260102']);
    return JSON.parse(stdout) as MutationReport;
  } finally {
    rmSync(work, { recursive: true });
  }
}
