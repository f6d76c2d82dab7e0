import { ExtError } from '../../shared/errors.ts';
import { openRegularFile } from '../../shared/files/regular-file.ts';
import { openPackages } from '../../shared/package/open-packages.ts';
import { peakMemory } from './peak-memory.ts';

/** What came of reading one file in a process of its own. */
export interface BombReport {
  /** The most specific message, or what happened instead. */
  readonly end: string;
  readonly milliseconds: number;
  /** In MB. */
  readonly peak: number;
}

const file = await openRegularFile(process.argv[2] ?? '');
const begun = performance.now();
const end = await openPackages()
  .check(file, new AbortController().signal)
  .then(({ layout }) => layout, endOf);
const report: BombReport = { end, milliseconds: performance.now() - begun, peak: peakMemory() };
process.stdout.write(JSON.stringify(report));
await file.close();

function endOf(error: unknown): string {
  if (!(error instanceof ExtError)) return String(error);
  const { because } = error.details;
  return typeof because === 'object' ? because.id : error.sentence.id;
}
