import type { Key, KeyID, PublicKey } from 'openpgp';
import { ExtError } from '../errors.ts';
import { openRegularFile, reasonOf } from '../files/regular-file.ts';
import { type Message, message } from '../messages/message.ts';
import { armoredBlocks, armoredBytes, isBinary } from './armor.ts';
import type { OpenPgp } from './library.ts';
import { printableBeginning } from '../model/printable.ts';
import { readUpTo } from './sidecars.ts';

/** The certificates of the trust store, each once. */
export interface Certificates {
  readonly count: number;
  /** Those that a key belongs to, as primary key or subkey. */
  readonly holding: (keyId: KeyID) => readonly PublicKey[];
}

/** The store of somebody who named no keyring. */
export const noCertificates: Certificates = { count: 0, holding: () => [] };

/** In bytes: room for thousands of keys. */
const limit = 16 * 1024 * 1024;

/**
 * Reads keyrings. What two of them say of one certificate is taken together, so that a revocation counts wherever it stands. Throws `usage`
 * for a file that cannot be read, holds no keys, is GnuPG's own database, or holds private keys.
 */
export async function readCertificates(library: OpenPgp, keyrings: readonly string[], now: number): Promise<Certificates> {
  const certificates = new Map<string, PublicKey>();
  for (const file of keyrings) {
    for (const key of await readKeyring(library, file)) {
      const known = certificates.get(key.getFingerprint());
      certificates.set(key.getFingerprint(), known === undefined ? key : await known.update(key, new Date(now)));
    }
  }
  const all = [...certificates.values()];
  return { count: all.length, holding: (keyId) => all.filter((each) => each.getKeys(keyId).length > 0) };
}

async function readKeyring(library: OpenPgp, file: string): Promise<readonly PublicKey[]> {
  const bytes = await readBytes(file);
  if (bytes.length === 0) throw unusable(message('trust.keyring.empty', { file }), 'trust.keyring.make');
  if (bytes.length > limit) throw unusable(message('trust.keyring.too-large', { file, limit: limit / 1024 / 1024 }), 'trust.keyring.make');
  // A box of GnuPG begins with the length of its first record, and then says what it is.
  if (Buffer.from(bytes.subarray(8, 12)).toString('latin1') === 'KBXf')
    throw unusable(message('trust.keyring.box', { file }), 'trust.keyring.export');
  const keys = await keysIn(library, bytes).catch((cause: unknown) => {
    const because = printableBeginning(cause instanceof Error ? cause.message : String(cause));
    throw new ExtError('usage', message('trust.keyring.junk', { file }), { because, hints: [message('trust.keyring.make')], cause });
  });
  if (keys === 'damaged') throw unusable(message('trust.keyring.damaged', { file }), 'trust.keyring.make');
  if (keys.length === 0) throw unusable(message('trust.keyring.junk', { file }), 'trust.keyring.make');
  if (keys.some((key) => key.isPrivate())) throw unusable(message('trust.keyring.private', { file }), 'trust.keyring.make');
  return keys;
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const opened = await openRegularFile(file);
    try {
      return await readUpTo(opened, Math.min(opened.size, limit) + 1);
    } finally {
      await opened.close();
    }
  } catch (cause) {
    throw new ExtError('usage', message('error.cannot-read', { file }), { because: reasonOf(cause), cause });
  }
}

/** All keys of a keyring, or none where a part of it cannot be relied on. */
async function keysIn(library: OpenPgp, bytes: Uint8Array): Promise<readonly Key[] | 'damaged'> {
  if (isBinary(bytes)) return library.readKeys({ binaryKeys: bytes });
  const text = new TextDecoder().decode(bytes);
  const blocks = ['PGP PUBLIC KEY BLOCK', 'PGP PRIVATE KEY BLOCK'].flatMap((kind) => armoredBlocks(text, kind).blocks);
  const parts = blocks.map(armoredBytes);
  // A revocation may be in the one that has no end.
  if ([...text.matchAll(/^-----BEGIN PGP/gm)].length !== parts.length || !parts.every((part) => part !== undefined)) return 'damaged';
  return (await Promise.all(parts.map((binaryKeys) => library.readKeys({ binaryKeys })))).flat();
}

function unusable(what: Message, hint: 'trust.keyring.make' | 'trust.keyring.export'): ExtError {
  return new ExtError('usage', what, { hints: [message(hint)] });
}
