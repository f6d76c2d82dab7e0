import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startWorld } from '../../test/platform/world.ts';
import type { RunningWebhook } from '../../test/support/webhook.ts';
import { buildControlPlane, buildTools } from '../control-plane/build.ts';
import type { ControlPlane } from '../control-plane/start.ts';
import { benchTools } from '../control-plane/targets.ts';
import { interruptible } from '../interrupt.ts';
import { run } from '../run.ts';
import { report, median } from './gate.ts';
import { timeCreates, writes } from './webhook/creates.ts';
import { fill } from './webhook/fill.ts';
import { loadOn, type Answers, type Generator } from './webhook/load.ts';
import { cpuOf, memoryOf } from './webhook/meter.ts';
import { reviewOfCreate } from './webhook/reviews.ts';
import type { Rival } from './webhook/rival.ts';
import { startBare } from './webhook/start-bare.ts';
import { startOurs, timeToReady } from './webhook/start-ours.ts';
import { startPepr } from './webhook/start-pepr.ts';

/**
 * `npm run bench:webhook`: what a review costs, beside Node's bare HTTPS server and Pepr in the same run, and what the webhook needs. The servers
 * keep to one core; everything else, the API server too, to another. `-- --soak 60` measures instead how memory grows in an hour at 50 reviews a second.
 * Linux only: the figures come from /proc.
 */
const serverCore = 0;
const otherCore = 1;
const rounds = 3;
const root = join(import.meta.dirname, '..', '..');
const say = (line: string) => process.stderr.write(`${line}\n`);

const { values } = parseArgs({ options: { soak: { type: 'string', default: '0' } } });
const minutes = Number(values.soak);

await interruptible(async (signal) => {
  const binaries = await buildControlPlane(say, { signal });
  const vegeta = join(await buildTools(benchTools, say, { signal }), 'vegeta');
  const built = await run('node', ['scripts/build-webhook.ts'], { cwd: root, show: true, signal });
  if (built.code !== 0) throw new Error('the webhook could not be built');
  // Whatever is started from here on inherits it.
  execFileSync('taskset', ['-a', '-c', '-p', String(otherCore), String(process.pid)]);
  const world = await startWorld(binaries, { name: 'bench', shape: 'plain', signal });
  try {
    const { plane } = world;
    const generator = { vegeta, folder: plane.workspace.folder, core: otherCore, signal };
    await (minutes > 0 ? soak(plane, generator) : measure(plane, generator));
  } finally {
    await world.stop();
  }
});

async function measure(plane: ControlPlane, generator: Generator): Promise<void> {
  const { signal } = generator;
  const idle = await startOurs(plane, serverCore);
  await pause(20_000, undefined, { signal });
  report({ name: 'webhook.rss-idle', value: memoryOf(pidOf(idle)), target: 95 });
  await idle.stop();
  say('filling the cluster: 1000 packages, 500 ModuleInfos');
  const catalogue = await fill(plane.admin, writes);
  const ours = await startOurs(plane, serverCore);
  try {
    await pause(20_000, undefined, { signal });
    report({ name: 'webhook.rss-loaded', value: memoryOf(pidOf(ours)), target: 130 });
    const starts: number[] = [];
    for (let round = 0; round < rounds; round += 1) starts.push(await timeToReady(plane, ours, serverCore));
    report({ name: 'webhook.ready', value: median(starts), target: 2000 });
    const added = await timeCreates(plane);
    report({ name: 'webhook.added-to-dry-run', value: added.dryRun, target: 5 });
    report({ name: 'webhook.added-by-claim', value: added.claim, target: 15 });
    await race(plane, ours, generator);
  } finally {
    await ours.stop();
    await catalogue.stop();
  }
}

interface Round extends Answers {
  /** Processor time of a review, in microseconds. */
  readonly cpu: number;
}

/** All three in turn, so that whatever else the machine does disturbs all of them. */
async function race(plane: ControlPlane, webhook: RunningWebhook, generator: Generator): Promise<void> {
  const { signal } = generator;
  const review = reviewOfCreate();
  const body = plane.workspace.write('review.json', review);
  const pepr = await startPepr(plane, { core: serverCore, review, say, signal });
  const bare = await startBare(plane, serverCore, review);
  const ours = { name: 'ours', url: `${webhook.url}/mutate?timeout=5s`, pid: pidOf(webhook) };
  try {
    const results: Record<string, Round[]> = {};
    for (const server of [bare, ours, pepr]) await loadOn({ url: server.url, body }, { seconds: 3 }, generator);
    for (let round = 1; round <= rounds; round += 1) {
      for (const server of [bare, ours, pepr]) {
        const result = await roundOf(server, { seconds: 10 }, body, generator);
        (results[server.name] ??= []).push(result);
        say(
          `round ${round} ${server.name}: ${result.cpu.toFixed(0)} µs a review, ${result.perSecond.toFixed(0)}/s, ${memoryOf(server.pid).toFixed(0)} MB`,
        );
      }
    }
    const of = (name: string, key: 'cpu' | 'perSecond') => median((results[name] ?? []).map((each) => each[key]));
    report({ name: 'webhook.cpu-per-review-us', value: of('ours', 'cpu'), target: 220 });
    report({ name: 'webhook.cpu-to-pepr', value: of('ours', 'cpu') / of('pepr', 'cpu'), target: 0.35 });
    report({ name: 'webhook.throughput-to-pepr', value: of('ours', 'perSecond') / of('pepr', 'perSecond'), target: 3, atLeast: true });
    const slow = { seconds: 15, rate: 200 };
    const [quiet, paced] = [await roundOf(bare, slow, body, generator), await roundOf(ours, slow, body, generator)];
    say(
      `200/s: bare p50 ${quiet.p50.toFixed(2)} p99 ${quiet.p99.toFixed(2)}, ours p50 ${paced.p50.toFixed(2)} p99 ${paced.p99.toFixed(2)} ms`,
    );
    report({ name: 'webhook.latency-p50', value: paced.p50, target: 5 });
    report({ name: 'webhook.latency-p99-over-bare', value: paced.p99 - quiet.p99, target: 15 });
    await validateRound(plane, webhook, generator);
    const sofar = (results['ours'] ?? []).reduce((sum, { count }) => sum + count, 0);
    for (let count = sofar; count < 200_000;) count += (await loadOn({ url: ours.url, body }, { seconds: 10 }, generator)).count;
    await pause(5000, undefined, { signal });
    report({ name: 'webhook.rss-after-200k', value: memoryOf(ours.pid), target: 150 });
  } finally {
    await bare.stop();
    await pepr.stop();
  }
}

/** No rival does this; it is told, and not a gate. */
async function validateRound(plane: ControlPlane, webhook: RunningWebhook, generator: Generator): Promise<void> {
  const body = plane.workspace.write('validated.json', reviewOfCreate('Manual'));
  const server = { name: 'validate', url: `${webhook.url}/validate?timeout=5s`, pid: pidOf(webhook) };
  const { cpu, perSecond } = await roundOf(server, { seconds: 10 }, body, generator);
  say(`validating: ${cpu.toFixed(0)} µs a review, ${perSecond.toFixed(0)}/s`);
}

async function roundOf(
  { url, pid }: Pick<Rival, 'url' | 'pid'>,
  load: { seconds: number; rate?: number },
  body: string,
  generator: Generator,
): Promise<Round> {
  const before = cpuOf(pid);
  const answers = await loadOn({ url, body }, load, generator);
  return { ...answers, cpu: (cpuOf(pid) - before) / answers.count };
}

/** How much memory grows in ten minutes, from the tenth on. */
async function soak(plane: ControlPlane, generator: Generator): Promise<void> {
  const catalogue = await fill(plane.admin, 0);
  const webhook = await startOurs(plane, serverCore);
  const target = { url: `${webhook.url}/mutate?timeout=5s`, body: plane.workspace.write('review.json', reviewOfCreate()) };
  const sizes: number[] = [];
  try {
    for (let minute = 10; minute <= Math.max(minutes, 20); minute += 10) {
      await loadOn(target, { seconds: 600, rate: 50 }, generator);
      sizes.push(memoryOf(pidOf(webhook)));
      say(`after ${minute} minutes: ${sizes.at(-1)?.toFixed(1)} MB`);
    }
  } finally {
    await webhook.stop();
    await catalogue.stop();
  }
  const growth = (sizes.at(-1) ?? 0) - (sizes[0] ?? 0);
  report({ name: 'webhook.rss-growth-in-10-minutes', value: growth / (sizes.length - 1), target: 1 });
}

function pidOf({ pid }: RunningWebhook): number {
  if (pid === undefined) throw new Error('the webhook does not run');
  return pid;
}
