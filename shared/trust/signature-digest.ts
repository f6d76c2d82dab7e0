import type { SignaturePacket } from 'openpgp';
import type { Wanted } from './digests.ts';

/** The hash algorithms of OpenPGP that may be relied on, by their numbers, as `node:crypto` names them, with the length of the salt in version 6. */
const algorithms: Readonly<Record<number, { readonly name: string; readonly salt: number }>> = {
  8: { name: 'sha256', salt: 16 },
  9: { name: 'sha384', salt: 24 },
  10: { name: 'sha512', salt: 32 },
  11: { name: 'sha224', salt: 16 },
  12: { name: 'sha3-256', salt: 16 },
  14: { name: 'sha3-512', salt: 32 },
};

/** A signature as the library has read it, with the members that its types leave out. */
export type Packet = SignaturePacket & {
  /** Version 6 only. */
  readonly salt: Uint8Array | null;
  /** Where it is set, the library takes it for the digest of what was signed. */
  hashed?: Uint8Array;
};

/** The digest that a signature is made over: the file, and behind it what the signature says of itself. Undefined for a hash that is not relied on. */
export function digestFor({ version, hashAlgorithm, salt, signatureData }: Packet): Wanted | undefined {
  const algorithm = algorithms[hashAlgorithm ?? 0];
  if (algorithm === undefined || signatureData === null) return undefined;
  if (version === 6 && salt?.length !== algorithm.salt) return undefined;
  const trailer = Buffer.alloc(6);
  trailer.writeUInt8(version, 0);
  trailer.writeUInt8(0xff, 1);
  trailer.writeUInt32BE(signatureData.length, 2);
  return { algorithm: algorithm.name, salt: salt ?? new Uint8Array(), end: Buffer.concat([signatureData, trailer]) };
}
