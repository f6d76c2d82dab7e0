import { verdictOf } from '../../../shared/model/verification.ts';
import { loadLibrary } from '../../../shared/trust/load-library.ts';
import { readSignatureFile } from '../../../shared/trust/signature-file.ts';
import { peakMemory } from '../peak-memory.ts';
import { type Corpus, type CorpusCase, readCorpus } from './corpus.ts';
import { openExamination } from './examine-case.ts';

/**
 * `node mutate.ts COUNT SEED`: examines packages beside signatures in which something was changed, in a process of its own so that its
 * memory can be measured. Prints one line of JSON.
 */
export interface MutationReport {
  readonly examined: number;
  /** Accepted although they say something else than a good one did, Base64. There must be none. */
  readonly wronglyAccepted: readonly string[];
  /** Accepted, the same signature in another dress: what no signature covers was changed. */
  readonly harmless: number;
  /** Neither a finding nor a fault. There must be none. */
  readonly silent: number;
  /** The most memory that was held, in MB. */
  readonly peak: number;
}

const [count = 100, seed = 1] = process.argv.slice(2).map(Number);
const names = ['ed25519', 'p256', 'rsa2048-sha384', 'rsa4096', 'subkey', 'notation', 'armored', 'good-good'];
const random = randomFrom(seed);
process.stdout.write(`${JSON.stringify(await examineMutations())}\n`);

async function examineMutations(): Promise<MutationReport> {
  const corpus = readCorpus();
  const originals = corpus.cases.filter(({ name }) => names.includes(name));
  const examination = openExamination({ keyrings: { all: joinedKeyrings(corpus, originals) } });
  const genuine = new Set((await Promise.all(originals.map(statementsOf))).flat());
  const report = { examined: 0, wronglyAccepted: [] as string[], harmless: 0, silent: 0 };
  while (report.examined < count) {
    const original = originals[report.examined % originals.length];
    if (original === undefined) break;
    const sidecar = mutate(Buffer.from(original.sidecar, 'base64'), originals).toString('base64');
    if (sidecar === original.sidecar) continue;
    report.examined += 1;
    const mutant = { ...original, sidecar, keyring: 'all' };
    const evidence = await examination.examine(mutant);
    if (evidence.signatures.length + evidence.faults.length === 0) report.silent += 1;
    if (verdictOf(evidence, 'none').class !== 'gpg') continue;
    if ((await statementsOf(mutant)).every((statement) => genuine.has(statement))) report.harmless += 1;
    else report.wronglyAccepted.push(sidecar);
  }
  await examination.close();
  return { ...report, peak: peakMemory() };
}

function joinedKeyrings({ keyrings }: Corpus, cases: readonly CorpusCase[]): string {
  const all = [...new Set(cases.map(({ keyring }) => keyrings[keyring] ?? ''))];
  return Buffer.concat(all.map((keyring) => Buffer.from(keyring, 'base64'))).toString('base64');
}

/** What the signatures of a file sign, and how: all that a signature covers, and itself. */
async function statementsOf({ sidecar }: CorpusCase): Promise<string[]> {
  const { packets = [] } = await readSignatureFile(await loadLibrary(), { file: '', bytes: Buffer.from(sidecar, 'base64') });
  return packets.map((packet) => {
    const params: unknown = Reflect.get(packet, 'params');
    return `${Buffer.from(packet.signatureData ?? []).toString('hex')} ${JSON.stringify(params)}`;
  });
}

function mutate(bytes: Buffer, others: readonly CorpusCase[]): Buffer {
  const at = random(bytes.length);
  const length = 1 + random(4);
  const other = Buffer.from(others[random(others.length)]?.sidecar ?? '', 'base64');
  const [before, behind] = [bytes.subarray(0, at), bytes.subarray(at)];
  const [first = 0] = behind;
  const ways = [
    () => [before, Buffer.from([first ^ (1 << random(8))]), behind.subarray(1)],
    () => [before, Buffer.from([random(256)]), behind.subarray(1)],
    () => [before, behind.subarray(length)],
    () => [before, Buffer.from(Array.from({ length }, () => random(256))), behind],
    () => [before],
    () => [before, other.subarray(random(other.length))],
    () => [bytes, behind],
  ];
  return Buffer.concat(ways[random(ways.length)]?.() ?? []);
}

/** Whole numbers below a limit, the same for the same seed: the generator of Park and Miller. */
function randomFrom(start: number): (limit: number) => number {
  let state = start % 2147483647 || 1;
  return (limit) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
}
