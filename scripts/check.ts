import { join } from 'node:path';
import { interruptible } from './interrupt.ts';
import { run } from './run.ts';

const root = join(import.meta.dirname, '..');

/** What is checked, and by which command. */
const checks: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  types: ['tsc', '--noEmit'],
  lint: ['oxlint'],
  format: ['oxfmt', '--check'],
  'dead-code': ['knip', '--no-progress'],
  unit: ['vitest', 'run', '--config', 'test/vitest.config.ts', '--project', 'unit'],
};

/** Runs one check, shows what it complained about, and says whether it passed. */
async function check(name: string, signal: AbortSignal): Promise<boolean> {
  const [command, ...args] = checks[name] ?? [];
  if (command === undefined) throw new Error(`no check is called ${name}; there are: ${Object.keys(checks).join(', ')}`);
  const started = performance.now();
  const { code, output } = await run(command, args, { cwd: root, signal });
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  if (code !== 0) process.stdout.write(`\n${output.trimEnd()}\n\n`);
  process.stdout.write(`${seconds} s  ${name.padEnd(10)}  ${code === 0 ? 'passed' : 'FAILED'}\n`);
  return code === 0;
}

await interruptible(async (signal) => {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(checks);
  const failed: string[] = [];
  for (const name of names) if (!(await check(name, signal))) failed.push(name);
  process.stdout.write(failed.length === 0 ? `${names.length} checks passed\n` : `failed: ${failed.join(', ')}\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
});
