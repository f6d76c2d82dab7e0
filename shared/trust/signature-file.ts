import { type Message, message } from '../messages/message.ts';
import { armoredBlocks, armoredBytes, isBinary } from './armor.ts';
import type { OpenPgp } from './library.ts';
import { printableBeginning } from '../model/printable.ts';
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
  const parts = partsOf(bytes, file);
  if ('id' in parts) return { fault: parts };
  try {
    const packets = (await Promise.all(parts.map((part) => packetsIn(library, part)))).flat();
    const fault = faultOfAll(packets, file) ?? packets.map((packet) => faultOf(library, packet, file)).find((each) => each !== undefined);
    return fault === undefined ? { packets: packets as Packet[] } : { fault };
  } catch (error) {
    return {
      fault: message('trust.signature.unreadable', {
        file,
        why: printableBeginning(error instanceof Error ? error.message : String(error)),
      }),
    };
  }
}

/** The bytes, or those of every armored block. */
function partsOf(bytes: Uint8Array, file: string): readonly Uint8Array[] | Message {
  if (isBinary(bytes)) return [bytes];
  const { blocks, hasMore } = armoredBlocks(new TextDecoder().decode(bytes), 'PGP SIGNATURE');
  if (hasMore) return message('trust.signature.beside', { file });
  const parts = blocks.map(armoredBytes);
  return parts.every((part) => part !== undefined) ? parts : message('trust.signature.damaged', { file });
}

async function packetsIn(library: OpenPgp, part: Uint8Array): Promise<unknown[]> {
  const { packets } = await library.readSignature({ binarySignature: part, config: { ignoreUnsupportedPackets: false } });
  return [...packets];
}

function faultOfAll(packets: readonly unknown[], file: string): Message | undefined {
  if (packets.length === 0) return message('trust.signature.empty', { file });
  return packets.length > most ? message('trust.signature.too-many', { file, limit: most }) : undefined;
}

function faultOf(library: OpenPgp, packet: unknown, file: string): Message | undefined {
  if (!(packet instanceof library.SignaturePacket)) return message('trust.signature.foreign', { file });
  if (packet.signatureType !== library.enums.signature.binary)
    return message('trust.signature.type', { file, type: Number(packet.signatureType) });
  // A key id of zeros stands for any key.
  if (!/^(?!0{16})[0-9a-f]{16}$/.test(packet.issuerKeyID.toHex())) return message('trust.signature.nameless', { file });
  return undefined;
}
