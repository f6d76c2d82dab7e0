import type { PublicKey } from 'openpgp';
import { type Message, message } from '../messages/message.ts';
import type { SignatureFinding } from '../model/verification.ts';
import { checkSignature } from './check-signature.ts';
import type { Wanted } from './digests.ts';
import type { OpenPgp } from './library.ts';
import { printableBeginning } from '../model/printable.ts';
import { type Refused, refusalOf } from './refusal.ts';
import type { Packet } from './signature-digest.ts';

/** A signature, and what it takes to judge it. */
export interface Question {
  readonly file: string;
  readonly packet: Packet;
  /** The certificates that its key belongs to. */
  readonly holders: readonly PublicKey[];
  /** The digest it is made over; undefined where it uses a hash that is not relied on. */
  readonly wanted: Wanted | undefined;
}

/** What judging rests on. */
export interface Judging {
  readonly library: OpenPgp;
  readonly now: number;
  /** Whether the trust store holds any key at all. */
  readonly hasKeys: boolean;
  readonly digests: ReadonlyMap<Wanted, Uint8Array>;
}

/** Judges one signature. Where several certificates share its key, it has to hold for each of them. */
export async function judgeSignature(question: Question, judging: Judging): Promise<SignatureFinding> {
  const { file, packet, holders } = question;
  const [holder] = holders;
  const key = packet.issuerKeyID.toHex().toUpperCase();
  const finding = { file, keyId: key, created: packet.created === null ? null : timeOf(packet.created) };
  if (holder === undefined) {
    const reason = message(judging.hasKeys ? 'trust.signature.unknown-key' : 'trust.signature.no-keyring', { file, key });
    return { ...finding, result: 'unknown-key', fingerprint: null, signer: null, reason };
  }
  const reason = await reasonAgainst(question, judging, key);
  const signer = holder.getUserIDs()[0];
  return {
    ...finding,
    result: reason === undefined ? 'good' : 'bad',
    fingerprint: holder.getFingerprint().toUpperCase(),
    signer: signer === undefined ? null : printableBeginning(signer),
    reason,
  };
}

async function reasonAgainst(question: Question, { library, now, digests }: Judging, key: string): Promise<Message | undefined> {
  const { file, packet, holders, wanted } = question;
  if (wanted === undefined) return unreliable(library, packet, { file, key });
  const digest = digests.get(wanted);
  if (digest === undefined) return message('trust.not-compared', { file });
  try {
    for (const holder of holders) await checkSignature(library, packet, digest, holder, new Date(now));
    return undefined;
  } catch (error) {
    return refusalOf(error, { file, key }, wanted.algorithm);
  }
}

function unreliable({ config, enums }: OpenPgp, { hashAlgorithm }: Packet, refused: Refused): Message {
  const isWeak = hashAlgorithm !== null && config.rejectMessageHashAlgorithms.has(hashAlgorithm);
  if (!isWeak) return message('trust.signature.unknown-hash', { ...refused });
  return message('trust.signature.weak', { ...refused, algorithm: enums.read(enums.hash, hashAlgorithm) });
}

/** RFC 3339; OpenPGP counts whole seconds. */
function timeOf(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}
