import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interruptible } from '../interrupt.ts';
import { run } from '../run.ts';
import { median, report } from './gate.ts';
import { pinned } from './pinned.ts';
import { makeFolder, makeSigned, missingTools, signers } from './verify/material.ts';
import { largePackage } from './verify/package.ts';
import { timed, type Timing } from './verify/timed.ts';

/**
 * `npm run bench:verify`: what verifying costs, as ratios to openssl, gpg and sha256sum on the same files in the same run: a file of 2 GiB on one
 * core, a folder of 50 × 100 MB on two. Files are read from the page cache. Prints a line each: name, value, target, `ok` or `short`.
 */
const rounds = 7;
const gibibyte = 1024 ** 3;
const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'dist', 'kubectl-ext');
const say = (line: string) => process.stderr.write(`${line}\n`);

await interruptible(async (signal) => {
  const missing = missingTools();
  if (missing.length > 0) throw new Error(`needs ${missing.join(', ')}`);
  const built = await run('node', ['scripts/build.ts'], { cwd: root, show: true, signal });
  if (built.code !== 0) throw new Error('the binary could not be built');
  const folder = mkdtempSync(join(tmpdir(), 'bench-verify-'));
  try {
    await benchShow(folder, signal);
    await forget(program, signal);
    await benchFile(folder, signal);
    await benchFolder(folder, signal);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/**
 * Has a file read from the disk again. One that was just written lies in larger pieces of memory, which are mapped whole: 20 MB more
 * than is used, and a start that is 3 ms faster. Node lies there as npm has written it, so the starts are compared before and memory is measured after.
 */
async function forget(file: string, signal: AbortSignal): Promise<void> {
  const { code, output } = await run('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'], { signal });
  if (code !== 0) throw new Error(`${file} is still in memory:\n${output}`);
}

/** One file of 2 GiB, three ways to vouch for it. */
async function benchFile(folder: string, signal: AbortSignal): Promise<void> {
  const file = join(folder, 'large.tgz');
  const signed = await makeSigned(file, 2 * gibibyte, signal);
  const sha256 = ['openssl', 'dgst', '-sha256', file];
  await race('sha256', signed.checksum, { openssl: [sha256, 1.05], sha256sum: [['sha256sum', file], 0.25] }, signal);
  for (const { name, digest, gpgTarget } of signers) {
    const { words, gpg } = signed.gpg(name);
    await race(name, words, { openssl: [['openssl', 'dgst', digest, file], 1.05], gpg: [gpg, gpgTarget] }, signal);
  }
  rmSync(file);
}

/** 50 files of 100 MB on two cores. */
async function benchFolder(folder: string, signal: AbortSignal): Promise<void> {
  const packages = join(folder, 'packages');
  await makeFolder(packages, { files: 50, size: 100e6 }, signal);
  const across = (tool: string) => ['sh', '-c', `ls ${packages}/*.tgz | xargs -n 1 -P 2 ${tool}`];
  await race(
    'folder',
    [program, 'verify', packages],
    { openssl: [across('openssl dgst -sha256'), 1.05], sha256sum: [across('sha256sum'), 0.25] },
    signal,
    { cores: 2, megabytes: 120 },
  );
  rmSync(packages, { recursive: true });
}

/** What `show` costs over the start of Node, for a package of which it reads the first entries only. */
async function benchShow(folder: string, signal: AbortSignal): Promise<void> {
  const file = await largePackage(program, folder, signal);
  // The kernel would write a gigabyte meanwhile.
  await run('sync', [], { signal });
  const [ours, node]: [number[], number[]] = [[], []];
  for (let round = 0; round < 25; round += 1) {
    ours.push((await timed(pinned(0, [program, 'show', file, '--all']), signal)).milliseconds);
    node.push((await timed(pinned(0, [process.execPath, '-e', '0']), signal)).milliseconds);
  }
  const [show, start] = [Math.min(...ours), Math.min(...node)];
  say(
    `show: ${show.toFixed(1)} (${median(ours).toFixed(1)}), node ${start.toFixed(1)} (${median(node).toFixed(1)}) ms, minimum (median) of 25`,
  );
  report({ name: 'verify.show-over-start-ms', value: show - start, target: 40 });
}

interface Room {
  readonly cores: 1 | 2;
  readonly megabytes: number;
}

/** Ratios of medians, all racers in each round, and the most memory that ours took. */
async function race(
  name: string,
  words: readonly string[],
  peers: Readonly<Record<string, readonly [words: readonly string[], target: number]>>,
  signal: AbortSignal,
  { cores, megabytes }: Room = { cores: 1, megabytes: 80 },
): Promise<void> {
  const placed = (line: readonly string[]) => (cores === 1 ? pinned(0, line) : line);
  const racers = Object.entries({ ours: [words, 0] as const, ...peers });
  const samples = new Map<string, Timing[]>(racers.map(([racer]) => [racer, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [racer, [line]] of racers) {
      const timing = await timed(placed(line), signal);
      // The first round brings the files into the page cache.
      if (round > 0) samples.get(racer)?.push(timing);
    }
  }
  const medianOf = (racer: string) => median((samples.get(racer) ?? []).map(({ milliseconds }) => milliseconds));
  say(`${name}: ${racers.map(([racer]) => `${racer} ${medianOf(racer).toFixed(0)} ms`).join(', ')}, medians of ${rounds}`);
  for (const [peer, [, target]] of Object.entries(peers)) {
    report({ name: `verify.${name}-to-${peer}`, value: medianOf('ours') / medianOf(peer), target });
  }
  const memory = Math.max(...(samples.get('ours') ?? []).map(({ peakMegabytes }) => peakMegabytes));
  report({ name: `verify.${name}-rss-mb`, value: memory, target: megabytes });
}
