import { randomUUID } from 'node:crypto';
import { connect } from '../shared/cluster/connect.ts';
import { ExtError } from '../shared/errors.ts';
import { textOf } from '../shared/messages/text.ts';
import { readConfig, type Config } from './config.ts';
import { jsonLog } from './log.ts';
import { runProgram } from './program.ts';

process.exitCode = await main();

/** The exit status: 0 after a signal, 2 for a flag that cannot be, 1 for anything else. */
async function main(): Promise<number> {
  try {
    await run(readConfig(process.argv.slice(2), process.env));
    return 0;
  } catch (error) {
    if (!(error instanceof ExtError)) throw error;
    process.stderr.write(`error: ${textOf(error.sentence, 'en')}\n`);
    return error.code === 'usage' ? 2 : 1;
  }
}

async function run(config: Config): Promise<void> {
  const { apiRequest, watchSilence } = config.times;
  const cluster = await connect({
    kubeconfig: config.kubeconfig,
    env: process.env,
    userAgent: 'kubectl-ext-webhook',
    fieldManager: 'ext-webhook',
    requestTimeout: `${apiRequest}ms`,
    watchSilence,
  });
  const log = jsonLog(
    (line) => process.stderr.write(line),
    () => new Date(),
  );
  try {
    await runProgram(
      { config, cluster, log, holder: randomUUID(), now: () => Date.now(), clock: () => performance.now(), chance: () => Math.random() },
      firstSignal(),
    );
  } finally {
    cluster.close();
  }
}

/** The first signal asks to end in order, the second one does not ask. */
function firstSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(1);
      controller.abort(name);
    });
  }
  return controller.signal;
}
