import { join } from 'node:path';
import { buildControlPlane } from './control-plane/build.ts';
import { interruptible } from './interrupt.ts';
import { run } from './run.ts';

/** `npm run test:long`: the slow proofs in full, of which `npm test` runs a part. Words behind `--` go to Vitest. */
const proofs = ['test/cluster/races.test.ts', 'test/cluster/no-failed-requests.test.ts'];
const limit = 2 * 3600 * 1000;

await interruptible(async (signal) => {
  await buildControlPlane((line) => process.stderr.write(`${line}\n`), { signal });
  const words = [
    'run',
    '--config',
    'test/vitest.config.ts',
    '--project',
    'cluster',
    `--testTimeout=${limit}`,
    ...proofs,
    ...process.argv.slice(2),
  ];
  const env = { ...process.env, KUBECTL_EXT_TESTS_LONG: 'true' };
  const { code } = await run('vitest', words, { cwd: join(import.meta.dirname, '..'), show: true, signal, env });
  process.exitCode = code ?? 1;
});
