import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExtError } from '../../shared/errors.ts';
import { openRegularFile } from '../../shared/files/regular-file.ts';
import { openPackages } from '../../shared/package/open-packages.ts';
import { peakMemory } from './peak-memory.ts';
import { tgzOf } from './tar-builder.ts';
import { askedImage, lawfulArchives, mutated, seeded } from './mutations.ts';

/** What came of reading mutated archives. */
export interface MutationReport {
  /** How often each way of reading ended so: a layout, `files`, or the id of a message. */
  readonly ends: Readonly<Record<string, number>>;
  /** What must not happen: other errors, and messages that steer a terminal; with the number of the archive. */
  readonly faults: readonly string[];
  /** In MB. */
  readonly peak: number;
  /** In milliseconds, of the slowest archive. */
  readonly slowest: number;
}

const [count = '100', seed = '1'] = process.argv.slice(2);
const packages = openPackages();
const { signal } = new AbortController();
const archives = lawfulArchives();
const folder = mkdtempSync(join(tmpdir(), 'kubectl-ext-mutations-'));
const ends: Record<string, number> = {};
const faults: string[] = [];
let slowest = 0;

for (let number = 0; number < Number(count); number += 1) {
  const random = seeded(Number(seed) * 1_000_003 + number);
  const archive = archives[number % archives.length] ?? [];
  const path = join(folder, 'x.tgz');
  // The first of each layout stay as they are.
  writeFileSync(path, number < archives.length ? tgzOf(archive) : mutated(archive, random));
  const begun = performance.now();
  const file = await openRegularFile(path);
  const all = (name: string) => name.startsWith('manifests/');
  await note(number, async () => (await packages.inspect(file, signal)).layout);
  await note(number, async () => (await packages.check(file, signal)).layout);
  await note(number, async () =>
    (await packages.imageFiles(file, askedImage.document, all, signal)).size === 1 ? 'files' : 'other files',
  );
  await file.close();
  slowest = Math.max(slowest, performance.now() - begun);
}
rmSync(folder, { recursive: true });
const report: MutationReport = { ends, faults, peak: peakMemory(), slowest: Math.round(slowest) };
process.stdout.write(JSON.stringify(report));

async function note(number: number, read: () => Promise<string>): Promise<void> {
  const end = await read().catch((error: unknown) => error);
  if (typeof end === 'string') ends[end] = (ends[end] ?? 0) + 1;
  else if (end instanceof ExtError && end.code === 'corrupt') noteError(number, end);
  else faults.push(`${number}: ${end instanceof Error ? (end.stack ?? end.message) : String(end)}`);
}

function noteError(number: number, { sentence, details }: ExtError): void {
  const { because } = details;
  for (const { id, data } of [sentence, ...(typeof because === 'object' ? [because] : [])]) {
    ends[id] = (ends[id] ?? 0) + 1;
    const isClean = Object.values(data).every((value) => /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u.test(String(value)));
    if (!isClean) faults.push(`${number}: ${id} says ${JSON.stringify(data)}`);
  }
}
