import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as library from 'openpgp';
import { type Key, type PrivateKey, type PublicKey, generateKey, readKey, revokeKey } from 'openpgp';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { readCertificates } from './certificates.ts';

const now = Date.UTC(2026, 0, 2);
const date = new Date(Date.UTC(2025, 0, 1));

describe('readCertificates', () => {
  let one: PublicKey;
  let secret: PrivateKey;
  let two: PublicKey;
  let folder: string;
  beforeAll(async () => {
    ({ publicKey: one, privateKey: secret } = await generateKey({ userIDs: [{ name: 'one' }], date, format: 'object' }));
    ({ publicKey: two } = await generateKey({ userIDs: [{ name: 'two' }], date, format: 'object' }));
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyrings-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, ...parts: readonly (Uint8Array | string)[]) => {
    writeFileSync(join(folder, name), Buffer.concat(parts.map((part) => Buffer.from(part))));
    return join(folder, name);
  };
  const read = (...keyrings: string[]) => readCertificates(library, keyrings, now);
  const knows = async (keyrings: string[], key: Key) =>
    (await read(...keyrings)).holding(key.getKeyID()).map((each) => each.getUserIDs()[0]);

  it.each([
    ['binary', () => [one.write()], 1],
    ['binary, several', () => [one.write(), two.write()], 2],
    ['armored', () => [one.armor()], 1],
    ['armored, one behind the other', () => [one.armor(), two.armor()], 2],
    ['armored, with words around it', () => ['The keys of Example\n\n', one.armor(), '\nand another:\n', two.armor(), 'the end\n'], 2],
    ['armored, Windows', () => [one.armor().replaceAll('\n', '\r\n')], 1],
    ['the same twice', () => [one.write(), one.write()], 1],
  ])('reads a keyring: %s', async (_, parts, count) => {
    const keyring = put('keys', ...parts());
    expect((await read(keyring)).count).toBe(count);
    expect(await knows([keyring], one)).toEqual(['one']);
    expect(await knows([keyring], two)).toEqual(count === 2 ? ['two'] : []);
  });

  it('finds a certificate by its subkeys', async () => {
    const [subkey] = one.subkeys;
    const { holding } = await read(put('keys', one.write(), two.write()));
    expect(subkey === undefined ? [] : holding(subkey.getKeyID()).map((each) => each.getUserIDs())).toEqual([['one']]);
  });

  it('takes together what several keyrings hold', async () => {
    const keyrings = [put('a', one.write()), put('b', two.armor())];
    expect((await read(...keyrings)).count).toBe(2);
  });

  it.each([
    ['behind', (fresh: string, stale: string) => [stale, fresh]],
    ['before', (fresh: string, stale: string) => [fresh, stale]],
  ])('counts a revocation in a keyring %s one without it', async (_, order) => {
    const { publicKey: revoked } = await revokeKey({ key: secret, date, format: 'object' });
    const { holding, count } = await read(...order(put('fresh', revoked.write()), put('stale', one.armor())));
    expect([count, await holding(one.getKeyID())[0]?.isRevoked(undefined, undefined, new Date(now))]).toEqual([1, true]);
  });

  it.each([
    ['behind', (fresh: string, stale: string) => [stale, fresh]],
    ['before', (fresh: string, stale: string) => [fresh, stale]],
  ])('counts a longer life in a keyring %s one that knows of a shorter', async (_, order) => {
    const options = { userIDs: { name: 'one' }, date, format: 'object' } as const;
    const { privateKey } = await generateKey({ ...options, keyExpirationTime: 3600 });
    const stale = await readKey({ binaryKey: privateKey.toPublic().write() });
    const longer = await library.reformatKey({
      privateKey,
      ...options,
      date: new Date(date.getTime() + 1000),
      keyExpirationTime: 10 * 365 * 86400,
    });
    const [key] = (await read(...order(put('fresh', longer.publicKey.write()), put('stale', stale.write())))).holding(stale.getKeyID());
    expect(await key?.verifyPrimaryKey(new Date(now)).then(() => 'good', String)).toBe('good');
    expect(await stale.verifyPrimaryKey(new Date(now)).then(() => 'good', String)).toContain('expired');
  });

  /** The head of a box as GnuPG makes it: length, kind, version, flags, magic. */
  const box = Buffer.from('0000002001010002' + Buffer.from('KBXf').toString('hex') + '00'.repeat(20), 'hex');
  it.each([
    ['empty', () => [''], 'trust.keyring.empty', 'trust.keyring.make'],
    ['GnuPG’s own', () => [box], 'trust.keyring.box', 'trust.keyring.export'],
    ['text', () => ['no key at all\n'], 'trust.keyring.junk', 'trust.keyring.make'],
    ['bytes', () => [Buffer.alloc(100, 0xff)], 'trust.keyring.junk', 'trust.keyring.make'],
    ['a cut key', () => [one.write().subarray(0, 100)], 'trust.keyring.junk', 'trust.keyring.make'],
    ['a cut armor', () => [one.armor().slice(0, 300)], 'trust.keyring.damaged', 'trust.keyring.make'],
    ['a good key and a cut one', () => [one.armor(), two.armor().slice(0, -40)], 'trust.keyring.damaged', 'trust.keyring.make'],
    ['a cut key and a good one', () => [two.armor().slice(0, -40), '\n', one.armor()], 'trust.keyring.damaged', 'trust.keyring.make'],
    [
      'a checksum that is wrong',
      () => [one.armor().replace(/(?:\r?\n=....)?\r?\n-----END/, '\n=AAAA\n-----END')],
      'trust.keyring.damaged',
      'trust.keyring.make',
    ],
    [
      'a good key and a broken one',
      () => [one.armor(), '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n'],
      'trust.keyring.junk',
      'trust.keyring.make',
    ],
    ['a private key', () => [secret.write()], 'trust.keyring.private', 'trust.keyring.make'],
    ['an armored private key', () => [one.armor(), secret.armor()], 'trust.keyring.private', 'trust.keyring.make'],
    ['too large', () => [Buffer.alloc(16 * 1024 * 1024 + 1, 0x99)], 'trust.keyring.too-large', 'trust.keyring.make'],
  ])('refuses a keyring that is %s', async (_, parts, id, hint) => {
    const error = await errorOf(() => read(put('good', one.write()), put('keys', ...parts())));
    expect([error.code, error.sentence.id, error.sentence.data['file']]).toEqual(['usage', id, join(folder, 'keys')]);
    expect(error.details.hints).toMatchObject([{ id: hint }]);
  });

  it.each([
    ['is not there', () => {}, 'no such file or directory'],
    ['is a folder', (path: string) => mkdirSync(path), { id: 'error.not-regular', data: {} }],
  ])('refuses a keyring that %s', async (_, make, because) => {
    make(join(folder, 'keys'));
    const error = await errorOf(() => read(join(folder, 'keys')));
    expect([error.code, error.sentence.id, error.details.because]).toEqual(['usage', 'error.cannot-read', because]);
  });
});
