import { availableParallelism } from 'node:os';
import { ExtError } from '../errors.ts';
import type { RegularFile } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';
import { noCertificates, readCertificates } from './certificates.ts';
import { plainSha256, takeDigests } from './digests.ts';
import { examine, faultOf } from './examine.ts';
import { type HashThreads, makeHashThreads, ReadError } from './hash-threads.ts';
import type { OpenPgp } from './library.ts';
import { loadLibrary } from './load-library.ts';
import type { ReadOptions, Trust, TrustOptions } from './trust.ts';

/** Opens the door to signatures and checksums. Throws `usage` for a keyring that is of no use, before anything else is read. */
export async function openTrust({ keyrings, now, startHasher, parallel }: TrustOptions): Promise<Trust> {
  let loading: Promise<OpenPgp> | undefined;
  const library = () => (loading ??= loadLibrary());
  const certificates = keyrings.length === 0 ? noCertificates : await readCertificates(await library(), keyrings, now());
  const threads = makeHashThreads(startHasher, parallel ?? Math.min(availableParallelism(), 4));
  return {
    keys: certificates.count,
    examine: (file, options) => examine({ threads, certificates, library, now }, file, options),
    sha256: (file, options) => sha256Of(threads, file, options),
    close: () => threads.close(),
  };
}

async function sha256Of(threads: HashThreads, file: RegularFile, options: ReadOptions): Promise<string> {
  const failed = (because: ReturnType<typeof faultOf>) =>
    new ExtError('corrupt', message('error.cannot-read', { file: file.path }), { because });
  try {
    const digests = await takeDigests(threads, file, [plainSha256], options);
    if (!(await file.unchanged())) throw failed(message('trust.package.changed'));
    return Buffer.from(digests.get(plainSha256) ?? []).toString('hex');
  } catch (error) {
    throw error instanceof ReadError ? failed(faultOf(error)) : error;
  }
}
