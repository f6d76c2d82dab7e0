import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createMessage, enums, generateKey, type PrivateKey, sign } from 'openpgp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Craft, craftSignature, issuer, packetOf } from '../../test/support/signatures/craft.ts';
import { openRegularFile, type RegularFile } from '../files/regular-file.ts';
import { type Evidence, verdictOf } from '../model/verification.ts';
import { openTrust } from './open-trust.ts';
import { startHasherFromSource } from './start-hasher.ts';
import type { Trust } from './trust.ts';

const made = new Date(Date.UTC(2025, 0, 1));
const now = Date.UTC(2026, 0, 2);
const content = Buffer.from('a package\r\n');
const sha256 = createHash('sha256').update(content).digest('hex');
const quiet = { signal: new AbortController().signal, onRead: () => {} };

describe('examining a package', () => {
  let folder: string;
  let key: PrivateKey;
  let stranger: PrivateKey;
  let trust: Trust;
  let file: RegularFile;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'examine-'));
    const keyOf = async (name: string) =>
      (await generateKey({ type: 'curve25519', userIDs: { name }, date: made, format: 'object' })).privateKey;
    [key, stranger] = [await keyOf('Vendor \u001b[31m'), await keyOf('Stranger')];
    writeFileSync(join(folder, 'keys'), key.toPublic().write());
    trust = await openTrust({ keyrings: [join(folder, 'keys')], now: () => now, startHasher: startHasherFromSource, parallel: 1 });
  });
  afterAll(async () => {
    await trust.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    const path = join(mkdtempSync(join(folder, 'package-')), 'x.tgz');
    writeFileSync(path, content);
    file = await openRegularFile(path);
  });
  afterEach(() => file.close());

  const put = (ending: string, ...bytes: readonly (Uint8Array | string)[]) =>
    writeFileSync(`${file.path}${ending}`, Buffer.concat(bytes.map((each) => Buffer.from(each))));
  const crafted = (craft?: Craft) => packetOf(2, craftSignature(key, content, craft));
  const idsOf = ({ faults, signatures, checksums }: Evidence) => [
    ...faults.map(({ id }) => id),
    ...[...signatures, ...checksums].map(({ result, reason }) => reason?.id ?? result),
  ];
  const examine = (door = trust) => door.examine(file, quiet);
  const ids = async () => idsOf(await examine());

  it('tells who signed, when, and what the package is', async () => {
    put('.sig', crafted());
    put('.sha256', `${sha256}  ${basename(file.path)}\n`);
    expect(await examine()).toEqual({
      signatures: [
        {
          file: 'x.tgz.sig',
          result: 'good',
          keyId: key.getKeyID().toHex().toUpperCase(),
          fingerprint: key.getFingerprint().toUpperCase(),
          signer: String.raw`Vendor \u001b[31m`,
          created: '2025-01-01T00:01:00Z',
          reason: undefined,
        },
      ],
      checksums: [{ file: 'x.tgz.sha256', algorithm: 'sha256', result: 'good', reason: undefined }],
      faults: [],
      sha256,
    });
  });

  it('reads a package that nothing lies beside not at all', async () => {
    expect(await examine()).toEqual({ signatures: [], checksums: [], faults: [], sha256: null });
  });

  it('tells a wrong checksum by both', async () => {
    const other = createHash('sha256').update('other').digest('hex');
    put('.sha256', other);
    const { checksums } = await examine();
    expect(checksums[0]?.reason).toEqual({ id: 'trust.checksum.wrong', data: { file: 'x.tgz.sha256', expected: other, actual: sha256 } });
  });

  it('heals neither method by the other', async () => {
    put('.sig', crafted());
    put('.sha256', 'junk');
    put('.sha256sum', sha256);
    const evidence = await examine();
    expect(idsOf(evidence)).toEqual(['good', 'trust.checksum.junk', 'good']);
    expect(verdictOf(evidence, 'none').class).toBe('failed');
  });

  it('judges every sidecar there is', async () => {
    put('.sig', crafted());
    put('.asc', packetOf(2, craftSignature(key, Buffer.from('other'))));
    expect(await ids()).toEqual(['good', 'trust.signature.wrong']);
  });

  it('says of an unknown key what to do, and something else where no key is known', async () => {
    put('.sig', packetOf(2, craftSignature(stranger, content)));
    const data = { file: 'x.tgz.sig', key: stranger.getKeyID().toHex().toUpperCase() };
    expect((await examine()).signatures).toMatchObject([{ result: 'unknown-key', reason: { id: 'trust.signature.unknown-key', data } }]);
    const empty = await openTrust({ keyrings: [], now: () => now, startHasher: startHasherFromSource });
    expect(empty.keys).toBe(0);
    expect((await examine(empty)).signatures).toMatchObject([
      { result: 'unknown-key', reason: { id: 'trust.signature.no-keyring', data } },
    ]);
    await empty.close();
  });

  it('counts nothing where the package changes meanwhile', async () => {
    put('.sig', crafted());
    put('.sha256', sha256);
    appendFileSync(file.path, 'x');
    expect(await ids()).toEqual(['trust.package.changed', 'trust.not-compared', 'trust.not-compared']);
    file = { ...file, size: content.length + 1, unchanged: () => Promise.resolve(false) };
    expect(await ids()).toEqual(['trust.package.changed', 'trust.not-compared', 'trust.not-compared']);
  });

  it('ends when it is told', async () => {
    put('.sha256', sha256);
    await expect(trust.examine(file, { ...quiet, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('gives the SHA-256 of a file, too, and not of one that changes', async () => {
    expect(await trust.sha256(file, quiet)).toBe(sha256);
    await expect(trust.sha256({ ...file, unchanged: () => Promise.resolve(false) }, quiet)).rejects.toMatchObject({ code: 'corrupt' });
    await expect(trust.sha256({ ...file, size: 3 }, quiet)).rejects.toMatchObject({ code: 'corrupt' });
  });

  const text = (...parts: readonly (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  it.each<[string, Craft, string]>([
    ['as usual', {}, 'good'],
    ['with an unknown subpacket', { hashed: [[99, text('x')]] }, 'good'],
    ['with an unknown critical subpacket', { hashed: [[99 | 128, text('x')]] }, 'trust.signature.critical'],
    ['with an unknown critical subpacket that is not signed', { unhashed: [[99 | 128, text('x')]] }, 'good'],
    [
      'with a critical notation of escapes',
      { hashed: [[20 | 128, text([0x80, 0, 0, 0, 0, 5, 0, 1], '\u001b[2J\u0007x')]] },
      'trust.signature.critical',
    ],
    ['with SHA3-256', { hash: { number: 12, name: 'sha3-256' } }, 'good'],
    ['with MD5', { hash: { number: 1, name: 'md5' } }, 'trust.signature.weak'],
    ['with an unknown hash', { hash: { number: 99, name: 'sha256' } }, 'trust.signature.unknown-hash'],
    ['over a text', { type: 1 }, 'trust.signature.type'],
    ['over nothing', { type: 2 }, 'trust.signature.type'],
    ['over a key', { type: 0x10 }, 'trust.signature.type'],
    ['over a signature', { type: 0x50 }, 'trust.signature.type'],
    ['of version 3', { version: 3 }, 'trust.signature.unreadable'],
    ['of version 5', { version: 5 }, 'trust.signature.unreadable'],
    ['of version 6, from a key of version 4', { version: 6 }, 'trust.signature.unreadable'],
    ['without a name', { only: [[2, text([0x67, 0x74, 0x86, 0])]] }, 'trust.signature.nameless'],
    ['with a name for any key', { only: [[2, text([0x67, 0x74, 0x86, 0])], issuer('0'.repeat(16))] }, 'trust.signature.nameless'],
    ['with half a name', { only: [[2, text([0x67, 0x74, 0x86, 0])], issuer('01234567')] }, 'trust.signature.nameless'],
    ['without a date', { only: [issuer('0123456789abcdef')] }, 'trust.signature.unreadable'],
    ['renamed', { unhashed: [issuer('0123456789abcdef')] }, 'trust.signature.unknown-key'],
  ])('judges a signature %s', async (_, craft, id) => {
    put('.sig', crafted(craft));
    expect(await ids()).toEqual([id]);
  });

  it.each<[string, (good: Uint8Array) => Uint8Array, string[]]>([
    ['in the old format, up to the end', (good) => Buffer.concat([Buffer.from([0x8b]), good]), ['good']],
    ['behind a marker, which says nothing', (good) => Buffer.concat([packetOf(10, text('PGP')), packetOf(2, good)]), ['good']],
    ['behind an unknown packet', (good) => Buffer.concat([packetOf(60, text('x')), packetOf(2, good)]), ['trust.signature.foreign']],
    [
      'behind an unknown critical packet',
      (good) => Buffer.concat([packetOf(30, text('x')), packetOf(2, good)]),
      ['trust.signature.unreadable'],
    ],
    [
      'behind one of an unknown version',
      (good) => Buffer.concat([packetOf(2, text([9, 9])), packetOf(2, good)]),
      ['trust.signature.unreadable'],
    ],
    [
      'in pieces',
      (good) => Buffer.concat([Buffer.from([0xc2, 0xe0 | 5]), good.subarray(0, 32), Buffer.from([good.length - 32]), good.subarray(32)]),
      ['trust.signature.unreadable'],
    ],
    [
      'said to be longer',
      (good) => Buffer.concat([Buffer.from([0xc2, 0xff, 0xff, 0xff, 0xff, 0xff]), good]),
      ['trust.signature.unreadable'],
    ],
    ['with more behind it', (good) => packetOf(2, Buffer.concat([good, text('x')])), ['trust.signature.unreadable']],
    ['with signatures in signatures in signatures', () => packetOf(2, nested(4000)), ['trust.signature.unreadable']],
  ])('reads a signature %s', async (_, make, wanted) => {
    put('.sig', make(craftSignature(key, content)));
    expect(await ids()).toEqual(wanted);
  });

  describe('by a key of version 6', () => {
    const hashes = { sha256: enums.hash.sha256, sha384: enums.hash.sha384, sha512: enums.hash.sha512, sha3: enums.hash.sha3_512 };
    const config = { v6Keys: true };
    const date = new Date(Date.UTC(2025, 5, 1));
    let modern: PrivateKey;
    let store: Trust;
    beforeAll(async () => {
      modern = (await generateKey({ type: 'curve25519', userIDs: { name: 'modern' }, date: made, format: 'object', config })).privateKey;
      writeFileSync(join(folder, 'modern'), modern.toPublic().armor());
      store = await openTrust({ keyrings: [join(folder, 'modern')], now: () => now, startHasher: startHasherFromSource, parallel: 1 });
    });
    afterAll(() => store.close());

    const signed = async (binary: Uint8Array, preferredHashAlgorithm: enums.hash = enums.hash.sha512) =>
      sign({
        message: await createMessage({ binary }),
        signingKeys: modern,
        detached: true,
        format: 'binary',
        date,
        config: { preferredHashAlgorithm },
      }) as Promise<Uint8Array>;

    it.each(Object.entries(hashes))('holds with %s and its salt', async (_, hash) => {
      put('.sig', await signed(content, hash));
      const evidence = await examine(store);
      expect(idsOf(evidence)).toEqual(['good']);
      expect(evidence.signatures[0]?.fingerprint).toHaveLength(64);
    });

    it('does not hold for another package, or with another salt', async () => {
      put('.sig', await signed(Buffer.from('other')));
      const signature = await signed(content);
      const salt = signature.length - 64 - 32;
      put(
        '.asc',
        signature.map((byte, index) => (index === salt ? byte ^ 1 : byte)),
      );
      expect(idsOf(await examine(store))).toEqual(['trust.signature.wrong', 'trust.signature.wrong']);
    });

    it('does not hold with a salt that is shorter than it has to be', async () => {
      const signature = Buffer.from(await signed(content));
      const size = signature.length - 64 - 32 - 1;
      expect(signature[size]).toBe(32);
      // A header of two octets of length; one octet of salt is taken away from both.
      const body = Buffer.concat([signature.subarray(0, size), Buffer.from([31]), signature.subarray(size + 2)]);
      put('.sig', packetOf(2, body.subarray(signature[1] === undefined || signature[1] < 192 ? 2 : 3)));
      expect(idsOf(await examine(store))).toEqual(['trust.signature.unknown-hash']);
    });
  });
});

/** A signature that holds one that holds one. */
function nested(depth: number): Uint8Array {
  let body = Buffer.alloc(0);
  for (let level = 0; level < depth; level += 1) {
    const inner = Buffer.concat([Buffer.from([32]), body]);
    const length = Buffer.from([0xff, 0, 0, 0, 0]);
    length.writeUInt32BE(inner.length, 1);
    const area = Buffer.concat([length, inner]);
    body = Buffer.concat([Buffer.from([4, 0, 27, 8, (area.length >> 8) & 255, area.length & 255]), area]);
  }
  return body;
}
