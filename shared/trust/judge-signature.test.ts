import { createHash } from 'node:crypto';
import * as library from 'openpgp';
import { createMessage, generateKey, type PublicKey, readSignature, revokeKey, sign } from 'openpgp';
import { describe, expect, it } from 'vitest';
import type { OpenPgp } from './library.ts';
import { judgeSignature } from './judge-signature.ts';
import { digestFor, type Packet } from './signature-digest.ts';

const content = Buffer.from('a package');
const date = new Date(Date.UTC(2025, 0, 1));
const now = Date.UTC(2026, 0, 2);

describe('judging', () => {
  it('wants a key to be good in all certificates that hold it, and the library to have looked', async () => {
    const { privateKey, publicKey } = await generateKey({ userIDs: { name: 'Vendor' }, date, format: 'object' });
    const { publicKey: revoked } = await revokeKey({ key: privateKey, date, format: 'object' });
    const message = await createMessage({ binary: content });
    const signature = await sign({ message, signingKeys: privateKey, detached: true, date, format: 'binary' });
    const { packets } = await readSignature({ binarySignature: signature as Uint8Array });
    const packet = packets[0] as Packet;
    const wanted = digestFor(packet);
    if (wanted === undefined) throw new Error('no digest is wanted');
    const digest = new Uint8Array(createHash(wanted.algorithm).update(content).update(wanted.end).digest());
    const judge = async (holders: readonly PublicKey[], by: OpenPgp = library) => {
      const judging = { library: by, now, hasKeys: true, digests: new Map([[wanted, digest]]) };
      const { result, reason } = await judgeSignature({ file: 'x.tgz.sig', packet, holders, wanted }, judging);
      return reason?.id ?? result;
    };
    expect(await judge([publicKey])).toBe('good');
    expect(await judge([publicKey, publicKey])).toBe('good');
    expect(await judge([publicKey, revoked])).toBe('trust.key.revoked');
    expect(await judge([revoked, publicKey])).toBe('trust.key.revoked');

    const blind = { ...library, verify: () => Promise.resolve({ data: '', signatures: [] }) } as unknown as OpenPgp;
    expect(await judge([publicKey], blind)).toBe('trust.signature.refused');
  });
});
