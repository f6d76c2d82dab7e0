import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startWorld } from '../../test/platform/world.ts';
import { buildControlPlane } from '../control-plane/build.ts';
import { interruptible } from '../interrupt.ts';
import { run } from '../run.ts';
import { median, report } from './gate.ts';
import { pinned } from './pinned.ts';

/**
 * `npm run bench:start`: what the start of the program costs, as ratios to kubectl in the same run. Rounds are interleaved, on one core
 * where `taskset` can pin it, against one API server with the same objects. Prints a line each: name, value, target, `ok` or `short`.
 */
const rounds = 25;
const root = join(import.meta.dirname, '..', '..');
const say = (line: string) => process.stderr.write(`${line}\n`);

/** A command line that is timed, and what it is compared with. */
interface Racer {
  readonly name: string;
  readonly words: readonly string[];
  readonly peer: readonly string[];
  readonly target: number;
}

await interruptible(async (signal) => {
  const binaries = await buildControlPlane(say, { signal });
  const built = await run('node', ['scripts/build.ts'], { cwd: root, show: true, signal });
  if (built.code !== 0) throw new Error('the binary could not be built');
  const world = await startWorld(binaries, { name: 'bench', shape: 'platform', signal });
  try {
    const env = { ...process.env, KUBECONFIG: world.plane.kubernetes.kubeconfig };
    const program = join(root, 'dist', 'kubectl-ext');
    const kubectl = binaries.path('kubectl');
    await run(program, ['install', 'harbor-ce-operator', '--version', '2.12.10', '--yes'], { env, signal });
    await run(program, ['install', 'keda', '--yes'], { env, signal });
    const help = [kubectl, '--help'];
    const get = [
      kubectl,
      'get',
      'subscriptions.operators.coreos.com,clusterserviceversions.operators.coreos.com,installplans.operators.coreos.com',
      '-A',
    ];
    const racers: Racer[] = [
      { name: 'help', words: [program, '--help'], peer: help, target: 0.75 },
      { name: 'version', words: [program, 'version', '--client'], peer: help, target: 0.75 },
      { name: 'complete', words: [program, '__complete', 'inst'], peer: help, target: 0.75 },
      { name: 'list', words: [program, 'list'], peer: get, target: 2.5 },
    ];
    for (const racer of racers) await race(racer, env, signal);
  } finally {
    await world.stop();
  }
});

/** The ratio of the two minima, which other work on the machine disturbs least, with the medians beside it. */
async function race({ name, words, peer, target }: Racer, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  time(words, env);
  time(peer, env);
  for (let round = 0; round < rounds; round += 1) {
    // The timed programs are waited for without a look at signals, so those have their turn here.
    await pause(0);
    signal.throwIfAborted();
    ours.push(time(words, env));
    theirs.push(time(peer, env));
  }
  const ratio = Math.min(...ours) / Math.min(...theirs);
  say(`${name}: ours ${figures(ours)}, kubectl ${figures(theirs)} ms, minimum (median) of ${rounds}`);
  report({ name: `start.${name}`, value: ratio, target });
}

function time(words: readonly string[], env: NodeJS.ProcessEnv): number {
  const [command = '', ...args] = pinned(0, words);
  const started = process.hrtime.bigint();
  const { status } = spawnSync(command, args, { env, stdio: 'ignore' });
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

function figures(samples: readonly number[]): string {
  return `${Math.min(...samples).toFixed(1)} (${median(samples).toFixed(1)})`;
}
