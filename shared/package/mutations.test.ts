import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../scripts/run.ts';
import { type BundledProgram, bundledProgram } from '../../test/support/bundled-program.ts';
import { amount } from '../../test/support/long-run.ts';
import type { MutationReport } from '../../test/support/read-mutations.ts';

const megabytes = 120;
let program: BundledProgram;

beforeAll(async () => {
  program = await bundledProgram('read-mutations.ts');
});
afterAll(() => program.remove());

const count = amount({ short: 300, long: 5000 });

it(`reads ${count} mutated archives, or says what is wrong with them, in little memory`, { timeout: 600_000 }, async () => {
  const { code, output } = await run(process.execPath, [program.path, String(count), '7']);
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
