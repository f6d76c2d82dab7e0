import { join } from 'node:path';
import { buildControlPlane } from './control-plane/build.ts';
import { interruptible } from './interrupt.ts';
import { run } from './run.ts';

/**
 * `npm test`: everything that is to hold. Builds what is missing (the control plane once, the binary each time), then runs the tests;
 * words behind `--` go to Vitest, so `npm test -- test/cluster/install.test.ts` runs one file.
 */
const root = join(import.meta.dirname, '..');
const say = (line: string) => process.stderr.write(`${line}\n`);

await interruptible(async (signal) => {
  await buildControlPlane(say, { signal });
  const options = { cwd: root, show: true, signal };
  const built = await run('node', ['scripts/build.ts'], options);
  const words = ['run', '--config', 'test/vitest.config.ts', ...process.argv.slice(2)];
  const { code } = built.code === 0 ? await run('vitest', words, options) : built;
  process.exitCode = code ?? 1;
});
