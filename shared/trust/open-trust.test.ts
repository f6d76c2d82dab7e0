import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMessage, generateKey, sign } from 'openpgp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRegularFile } from '../files/regular-file.ts';
import { openTrust } from './open-trust.ts';
import { startHasherFromSource } from './start-hasher.ts';

describe('examining', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trust-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes a signature and a checksum', async () => {
    const now = Date.UTC(2026, 0, 2);
    const { privateKey, publicKey } = await generateKey({ userIDs: [{ name: 'x' }], date: new Date(now - 1000), format: 'object' });
    const content = Buffer.from('hello');
    const signature = await sign({
      message: await createMessage({ binary: content }),
      signingKeys: privateKey,
      detached: true,
      date: new Date(now),
      format: 'binary',
    });
    writeFileSync(join(folder, 'keys'), publicKey.write());
    writeFileSync(join(folder, 'a.tgz'), content);
    writeFileSync(join(folder, 'a.tgz.sig'), signature as Uint8Array);
    writeFileSync(join(folder, 'a.sha256'), `${createHash('sha256').update(content).digest('hex')}  a.tgz\n`);
    const trust = await openTrust({ keyrings: [join(folder, 'keys')], now: () => now, startHasher: startHasherFromSource });
    const file = await openRegularFile(join(folder, 'a.tgz'));
    expect(await trust.examine(file, { signal: new AbortController().signal, onRead: () => {} })).toMatchObject({
      faults: [],
      signatures: [{ result: 'good', signer: 'x' }],
      checksums: [{ result: 'good' }],
    });
    await trust.close();
    await file.close();
  });
});
