import { join } from 'node:path';
import { buildControlPlane } from './control-plane/build.ts';
import { interruptible } from './interrupt.ts';
import { run } from './run.ts';

/** `npm run test:long`: the slow proofs in full, of which `npm test` runs a part. Words behind `--` go to Vitest. */
const proofs = [
  ...['races', 'no-failed-requests', 'outages'].map((name) => `test/cluster/${name}.test.ts`),
  'shared/package/mutations.test.ts',
  'test/signature-mutations.test.ts',
];
const limit = 2 * 3600 * 1000;

await interruptible(async (signal) => {
  await buildControlPlane((line) => process.stderr.write(`${line}\n`), { signal });
  const options = { cwd: join(import.meta.dirname, '..'), show: true, signal };
  const built = await run('node', ['scripts/build.ts'], options);
  const words = [
    'run',
    '--config',
    'test/vitest.config.ts',
    '--project=cluster',
    '--project=unit',
    `--testTimeout=${limit}`,
    ...proofs,
    ...process.argv.slice(2),
  ];
  const env = { ...process.env, KUBECTL_EXT_TESTS_LONG: 'true' };
  const { code } = built.code === 0 ? await run('vitest', words, { ...options, env }) : built;
  process.exitCode = code ?? 1;
});
