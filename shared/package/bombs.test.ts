import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../scripts/run.ts';
import { bombs } from '../../test/support/bombs.ts';
import { type BundledProgram, bundledProgram } from '../../test/support/bundled-program.ts';
import { type PackageFolder, packageFolder } from '../../test/support/package-file.ts';
import type { BombReport } from '../../test/support/read-bombs.ts';

let program: BundledProgram;
let folder: PackageFolder;

beforeAll(async () => {
  folder = packageFolder();
  program = await bundledProgram('read-bombs.ts');
});
afterAll(() => Promise.all([program.remove(), folder.remove()]));

describe('a bomb', () => {
  it.each(bombs())('of $what dies at once', { timeout: 60_000 }, async ({ bytes, id }) => {
    const { path } = await folder.open(bytes);
    const { output } = await run(process.execPath, [program.path, path]);
    const { end, milliseconds, peak } = JSON.parse(output) as BombReport;
    expect(end).toBe(id);
    // Tens of milliseconds on an idle machine, a second for the many entries.
    expect(milliseconds).toBeLessThan(10_000);
    expect(peak).toBeLessThan(140);
  });
});
