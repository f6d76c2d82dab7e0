import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { openRegularFile, type RegularFile } from '../files/regular-file.ts';
import { noCertificates } from './certificates.ts';
import { examine } from './examine.ts';
import { makeHashThreads } from './hash-threads.ts';
import { openTrust } from './open-trust.ts';
import { startHasherFromSource } from './start-hasher.ts';

const quiet = { signal: new AbortController().signal, onRead: () => {} };
const now = () => Date.UTC(2026, 0, 2);

describe('what is not needed', () => {
  let folder: string;
  let file: RegularFile;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trust-'));
    writeFileSync(join(folder, 'x.tgz'), 'a package');
    file = await openRegularFile(join(folder, 'x.tgz'));
  });
  afterEach(async () => {
    await file.close();
    rmSync(folder, { recursive: true });
  });

  const startNone = () => {
    throw new Error('one package needs no other thread');
  };

  it('is not done before the keyrings were read', async () => {
    const opened = () => openTrust({ keyrings: [join(folder, 'x.tgz')], now, startHasher: startNone });
    expect((await errorOf(opened)).sentence.id).toBe('trust.keyring.junk');
  });

  it('is not started: no thread for one package, and nothing is hashed that nothing vouches for', async () => {
    const trust = await openTrust({ keyrings: [], now, startHasher: startNone });
    expect((await trust.examine(file, quiet)).sha256).toBe(null);
    writeFileSync(join(folder, 'x.sha256'), createHash('sha256').update('a package').digest('hex'));
    expect((await trust.examine(file, quiet)).checksums).toMatchObject([{ result: 'good' }]);
    await trust.close();
  });

  it('is not loaded: no library for a package without a signature', async () => {
    const threads = makeHashThreads(startHasherFromSource, 1);
    const library = () => Promise.reject(new Error('there is nothing to judge'));
    const examiner = { threads, certificates: noCertificates, library, now };
    writeFileSync(join(folder, 'x.sha256'), createHash('sha256').update('a package').digest('hex'));
    expect((await examine(examiner, file, quiet)).checksums).toMatchObject([{ result: 'good' }]);
    writeFileSync(join(folder, 'x.sig'), '');
    await expect(examine(examiner, file, quiet)).rejects.toThrow('nothing to judge');
    await threads.close();
  });
});
