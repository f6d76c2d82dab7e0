import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** A program of `test/support` as one file. */
export interface BundledProgram {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Bundles a program, so that a process that runs it needs neither tests nor sources, and its memory is that of its work. */
export async function bundledProgram(file: string): Promise<BundledProgram> {
  const path = join(tmpdir(), `kubectl-ext-${basename(file, '.ts')}-${process.pid}.mjs`);
  // A library that is not bundled well asks for `require`.
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await build({ entryPoints: [join(import.meta.dirname, file)], bundle: true, platform: 'node', format: 'esm', outfile: path, banner });
  return { path, remove: () => rm(path) };
}
