import { basename } from 'node:path';
import type { RegularFile } from '../files/regular-file.ts';
import { type Message, message } from '../messages/message.ts';
import type { ChecksumFinding, Evidence } from '../model/verification.ts';
import type { Certificates } from './certificates.ts';
import { type ChecksumReading, readChecksumFile } from './checksum-file.ts';
import { plainSha256, takeDigests, type Wanted } from './digests.ts';
import { type HashThreads, ReadError } from './hash-threads.ts';
import { judgeSignature, type Question } from './judge-signature.ts';
import type { OpenPgp } from './library.ts';
import { readSidecars, type Sidecar } from './sidecars.ts';
import { digestFor } from './signature-digest.ts';
import { readSignatureFile } from './signature-file.ts';
import type { ReadOptions } from './trust.ts';

/** What examining rests on. */
export interface Examiner {
  readonly threads: HashThreads;
  readonly certificates: Certificates;
  /** Loaded only for packages that have a signature. */
  readonly library: () => Promise<OpenPgp>;
  readonly now: () => number;
}

/** Reads the sidecars of a package, then the package once for all of them, and judges. Throws `interrupted`; what lies in files is never thrown. */
export async function examine(examiner: Examiner, file: RegularFile, options: ReadOptions): Promise<Evidence> {
  const sidecars = await readSidecars(file.path);
  const signatures = await questionsIn(examiner, sidecars.signatures);
  const checksums = sidecars.checksums.map((sidecar) => ({ file: sidecar.file, reading: readChecksumFile(sidecar, basename(file.path)) }));
  const wanted = [
    ...signatures.questions.flatMap((question) => question.wanted ?? []),
    ...(checksums.some(({ reading }) => reading.digest !== undefined) ? [plainSha256] : []),
  ];
  const { digests, fault } = await readOnce(examiner.threads, file, wanted, options);
  const plain = digests.get(plainSha256);
  const sha256 = plain === undefined ? null : Buffer.from(plain).toString('hex');
  return {
    signatures: await judged(examiner, signatures.questions, digests),
    checksums: checksums.map((each) => checksumFinding(each, sha256)),
    faults: [...sidecars.faults, ...signatures.faults, ...(fault === undefined ? [] : [fault])],
    sha256,
  };
}

interface Questions {
  readonly questions: readonly Question[];
  readonly faults: readonly Message[];
}

async function questionsIn({ library, certificates }: Examiner, sidecars: readonly Sidecar[]): Promise<Questions> {
  if (sidecars.length === 0) return { questions: [], faults: [] };
  const loaded = await library();
  const readings = await Promise.all(
    sidecars.map(async (sidecar) => ({ file: sidecar.file, ...(await readSignatureFile(loaded, sidecar)) })),
  );
  return {
    questions: readings.flatMap(({ file, packets = [] }) =>
      packets.map((packet) => {
        const holders = certificates.holding(packet.issuerKeyID);
        return { file, packet, holders, wanted: holders.length === 0 ? undefined : digestFor(packet) };
      }),
    ),
    faults: readings.flatMap(({ fault }) => fault ?? []),
  };
}

async function judged({ library, certificates, now }: Examiner, questions: readonly Question[], digests: ReadonlyMap<Wanted, Uint8Array>) {
  if (questions.length === 0) return [];
  const judging = { library: await library(), now: now(), hasKeys: certificates.count > 0, digests };
  return Promise.all(questions.map((question) => judgeSignature(question, judging)));
}

interface Read {
  readonly digests: ReadonlyMap<Wanted, Uint8Array>;
  readonly fault: Message | undefined;
}

/** Takes the digests, unless the package is not the same from beginning to end; then there are none. */
async function readOnce(threads: HashThreads, file: RegularFile, wanted: readonly Wanted[], options: ReadOptions): Promise<Read> {
  const nothing = new Map<Wanted, Uint8Array>();
  try {
    const digests = wanted.length === 0 ? nothing : await takeDigests(threads, file, wanted, options);
    return (await file.unchanged()) ? { digests, fault: undefined } : { digests: nothing, fault: message('trust.package.changed') };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return { digests: nothing, fault: faultOf(error) };
  }
}

/** Why a package could not be read. */
export function faultOf({ fault }: ReadError): Message {
  return typeof fault === 'string' ? message('trust.package.changed') : message('trust.package.unreadable', { why: fault.unreadable });
}

function checksumFinding({ file, reading }: { file: string; reading: ChecksumReading }, sha256: string | null): ChecksumFinding {
  const finding = { file, algorithm: 'sha256' } as const;
  if (reading.digest === undefined) return { ...finding, result: 'bad', reason: reading.fault };
  if (reading.digest === sha256) return { ...finding, result: 'good', reason: undefined };
  const reason =
    sha256 === null
      ? message('trust.not-compared', { file })
      : message('trust.checksum.wrong', { file, expected: reading.digest, actual: sha256 });
  return { ...finding, result: 'bad', reason };
}
