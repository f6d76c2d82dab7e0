import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../scripts/run.ts';
import { amount } from '../../test/support/long-run.ts';
import type { MutationReport } from '../../test/support/read-mutations.ts';

const program = join(tmpdir(), `kubectl-ext-read-mutations-${process.pid}.mjs`);
const megabytes = 120;

/** A process of its own without what runs sources and tests, so that its memory is that of reading. */
beforeAll(async () => {
  const entry = join(import.meta.dirname, '..', '..', 'test', 'support', 'read-mutations.ts');
  const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile: program, banner: { js: banner } });
});
afterAll(() => rm(program));

const count = amount({ short: 300, long: 5000 });

it(`reads ${count} mutated archives, or says what is wrong with them, in little memory`, { timeout: 600_000 }, async () => {
  const { code, output } = await run(process.execPath, [program, String(count), '7']);
  expect({ code, output }).toMatchObject({ code: 0 });
  const { ends, faults, peak, slowest } = JSON.parse(output) as MutationReport;
  expect(faults).toEqual([]);
  expect(peak).toBeLessThan(megabytes);
  expect(slowest).toBeLessThan(5000);
  // Neither all refused nor all the same.
  expect(Object.keys(ends)).toEqual(
    expect.arrayContaining(['package', 'oci-layout', 'docker-archive', 'registry-storage', 'chart', 'unknown', 'files']),
  );
  expect(Object.keys(ends).filter((end) => end.startsWith('package.')).length).toBeGreaterThan(12);
});
