import type { PublicKey } from 'openpgp';
import type { OpenPgp } from './library.ts';
import type { Packet } from './signature-digest.ts';

/**
 * Whether a signature holds; throws the library's error where it does not. The library gets an empty document and the digest of the real
 * one, so that what it says of keys, algorithms and dates counts, and a package is not read into memory. It asks whether the key was good
 * when the signature says to be made; whoever has stolen a key that is expired or withdrawn can say so of any day, so it has to be good
 * today, too.
 */
export async function checkSignature(
  library: OpenPgp,
  packet: Packet,
  digest: Uint8Array,
  certificate: PublicKey,
  date: Date,
): Promise<void> {
  packet.hashed = digest;
  const packets = new library.PacketList<Packet>();
  packets.push(packet);
  const { signatures } = await library.verify({
    message: await library.createMessage({ binary: new Uint8Array() }),
    signature: new library.Signature(packets),
    verificationKeys: certificate,
    format: 'binary',
    date,
  });
  const [result] = signatures;
  if (result === undefined) throw new Error('the signature was not looked at');
  await result.verified;
  await certificate.getSigningKey(packet.issuerKeyID, date);
}
