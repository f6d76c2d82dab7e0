import { type Message, message } from '../messages/message.ts';
import { armoredBlocks, isBinary } from './armor.ts';
import type { OpenPgp } from './library.ts';
import { printable } from './printable.ts';
import type { Sidecar } from './sidecars.ts';
import type { Packet } from './signature-digest.ts';

/** What a signature file holds, all of it, or why it is of no use. */
export type SignatureReading =
  | { readonly packets: readonly Packet[]; readonly fault?: never }
  | { readonly fault: Message; readonly packets?: never };

const most = 16;

/**
 * Reads a detached signature, armored or not. A file with something in it that is no signature over a file as it is, or that cannot be
 * understood, is of no use as a whole: nobody knows what it would have said.
 */
export async function readSignatureFile(library: OpenPgp, { file, bytes }: Sidecar): Promise<SignatureReading> {
  const faultOf = async (): Promise<Message | readonly Packet[]> => {
    const parts = partsOf(bytes);
    if (parts === undefined) return message('trust.signature.beside', { file });
    const packets = (await Promise.all(parts.map((part) => packetsIn(library, part)))).flat();
    if (packets.length === 0) return message('trust.signature.empty', { file });
    if (packets.length > most) return message('trust.signature.too-many', { file, limit: most });
    return packets.map((packet) => faultOfPacket(library, packet, file)).find((fault) => fault !== undefined) ?? (packets as Packet[]);
  };
  try {
    const found = await faultOf();
    return 'id' in found ? { fault: found } : { packets: found };
  } catch (error) {
    return {
      fault: message('trust.signature.unreadable', { file, why: printable(error instanceof Error ? error.message : String(error)) }),
    };
  }
}

/** Bytes, or armored blocks; undefined where a text holds more than that. */
function partsOf(bytes: Uint8Array): readonly (Uint8Array | string)[] | undefined {
  if (isBinary(bytes)) return [bytes];
  const { blocks, hasMore } = armoredBlocks(new TextDecoder().decode(bytes), 'PGP SIGNATURE');
  return hasMore ? undefined : blocks;
}

async function packetsIn(library: OpenPgp, part: Uint8Array | string): Promise<unknown[]> {
  const config = { ignoreUnsupportedPackets: false };
  const { packets } = await (typeof part === 'string'
    ? library.readSignature({ armoredSignature: part, config })
    : library.readSignature({ binarySignature: part, config }));
  return [...packets];
}

function faultOfPacket(library: OpenPgp, packet: unknown, file: string): Message | undefined {
  if (!(packet instanceof library.SignaturePacket)) return message('trust.signature.foreign', { file });
  if (packet.signatureType !== library.enums.signature.binary)
    return message('trust.signature.type', { file, type: Number(packet.signatureType) });
  // A key id of zeros stands for any key.
  if (!/^(?!0{16})[0-9a-f]{16}$/.test(packet.issuerKeyID.toHex())) return message('trust.signature.nameless', { file });
  return undefined;
}
