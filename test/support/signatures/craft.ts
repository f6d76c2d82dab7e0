import { createHash, createPrivateKey, sign } from 'node:crypto';
import type { PrivateKey } from 'openpgp';

/** A subpacket: its type, with 128 added where it is critical, and what it holds. */
export type Subpacket = readonly [type: number, body: Uint8Array];

/** What a crafted signature says of itself. What is left out is as it should be. */
export interface Craft {
  readonly version?: number;
  readonly type?: number;
  readonly hash?: { readonly number: number; readonly name: string };
  readonly hashed?: readonly Subpacket[];
  readonly unhashed?: readonly Subpacket[];
  /** Takes the place of all hashed subpackets. */
  readonly only?: readonly Subpacket[];
}

const ed25519 = 27;

/** Signs by hand, as no tool would, with a key of type `curve25519`: a signature packet without its header. */
export function craftSignature(key: PrivateKey, content: Uint8Array, craft: Craft = {}): Uint8Array {
  const { version = 4, type = 0, hash = { number: 8, name: 'sha256' }, hashed = [], unhashed = [], only } = craft;
  const fingerprint = Buffer.from(key.getFingerprint(), 'hex');
  const usual: Subpacket[] = [
    [2, uint32(Math.floor(key.getCreationTime().getTime() / 1000) + 60)],
    [33, Buffer.from([4, ...fingerprint])],
  ];
  const head = Buffer.concat([Buffer.from([version, type, ed25519, hash.number]), area(only ?? [...usual, ...hashed])]);
  const trailer = Buffer.concat([Buffer.from([version, 0xff]), uint32(head.length)]);
  const digest = createHash(hash.name).update(content).update(head).update(trailer).digest();
  return Buffer.concat([head, area(unhashed), digest.subarray(0, 2), sign(null, digest, nodeKey(key))]);
}

/** A packet in the new format: a header of five octets of length, and the body. */
export function packetOf(tag: number, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([0xc0 | tag, 0xff]), uint32(body.length), body]);
}

/** The name of a key by 8 bytes: the subpacket most signatures have. */
export function issuer(keyId: string): Subpacket {
  return [16, Buffer.from(keyId, 'hex')];
}

function area(subpackets: readonly Subpacket[]): Uint8Array {
  const all = Buffer.concat(
    subpackets.map(([type, body]) => Buffer.concat([Buffer.from([0xff]), uint32(body.length + 1), Buffer.from([type]), body])),
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(all.length);
  return Buffer.concat([length, all]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** The library keeps the parts of a key, and does not say so in its types. */
function nodeKey({ keyPacket }: PrivateKey): ReturnType<typeof createPrivateKey> {
  const { privateParams, publicParams } = keyPacket as unknown as { privateParams: { seed: Uint8Array }; publicParams: { A: Uint8Array } };
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d: base64(privateParams.seed), x: base64(publicParams.A) }, format: 'jwk' });
}
