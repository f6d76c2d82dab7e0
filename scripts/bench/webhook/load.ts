import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../run.ts';
import { pinned } from '../pinned.ts';

/** What is sent, again and again, and where to. */
export interface Target {
  readonly url: string;
  /** The file that holds the body. */
  readonly body: string;
}

/** How it is sent. */
export interface Load {
  readonly seconds: number;
  /** Requests per second, however slow the answers are; as many as 16 connections bear where nothing is said. */
  readonly rate?: number;
}

/** What came of it; latencies in milliseconds. */
export interface Answers {
  readonly count: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** The report of vegeta, as far as it matters; its latencies are nanoseconds. */
interface Report {
  readonly requests: number;
  readonly throughput: number;
  readonly success: number;
  readonly errors: readonly string[] | null;
  readonly latencies: { readonly '50th': number; readonly '99th': number };
}

/** What sends it. */
export interface Generator {
  readonly vegeta: string;
  /** Where it may leave files. */
  readonly folder: string;
  readonly core: number;
  readonly signal: AbortSignal;
}

/** Puts a server under load from one core. Throws where a request fails: then nothing was measured. */
export async function loadOn({ url, body }: Target, { seconds, rate }: Load, generator: Generator): Promise<Answers> {
  const { vegeta, folder, core, signal } = generator;
  const results = join(folder, 'results.bin');
  const pace = rate === undefined ? ['-rate=0', '-workers=16', '-max-workers=16'] : [`-rate=${rate}`];
  const sending = ['-insecure', '-http2=false', '-timeout=5s', '-header=content-type: application/json', `-body=${body}`];
  await succeed(core, [vegeta, 'attack', ...sending, ...pace, `-duration=${seconds}s`, `-output=${results}`], {
    input: `POST ${url}\n`,
    signal,
  });
  const file = join(folder, 'report.json');
  await succeed(core, [vegeta, 'report', '-type=json', `-output=${file}`, results], { signal });
  const { requests, throughput, success, errors, latencies } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  if (success !== 1) throw new Error(`${url} failed: ${(errors ?? []).join(', ')}`);
  return { count: requests, perSecond: throughput, p50: latencies['50th'] / 1e6, p99: latencies['99th'] / 1e6 };
}

async function succeed(
  core: number,
  words: readonly string[],
  options: { readonly input?: string; readonly signal: AbortSignal },
): Promise<void> {
  const [command = '', ...args] = pinned(core, words);
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${output}`);
}
