import { createHash } from 'node:crypto';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { checkSignature } from './check-signature.ts';
import type { OpenPgp } from './library.ts';
import { digestFor, type Packet } from './signature-digest.ts';

/** A document, the signature over it, and the key. */
const sample = {
  document: 'self-test',
  key: 'xiYEaVW5ABvCW9p9YdvrBIKE8Xnv/qwQUdJJdsZbTvDAtO0IlLF/2M0Jc2VsZi10ZXN0wokEExsKAD8FgmlVuQADCwkHCRCliNWrqHT14wUVCggODAQWAAIBAhkBApsDAh4BFiEEaZ/2ZiCLN+y2PJm4pYjVq6h09eMAAIKvGzXkkqOB2YJL3+MySe9IeVshDh/GILZ9+tZoT1upjlQGa1cyUHnbSTJ4iZegTYkAgVH1BBEcO5weHgdy55XHAg==',
  signature:
    'wnEEABsKACcFgmlVuQAJEKWI1auodPXjFiEEaZ/2ZiCLN+y2PJm4pYjVq6h09eMAADWdB1mAe0sjHzU4PKBBNnAq8NDswR9HR2rS7Po+T0RZrEtJ7SzNu+ACrhR05npr+Y2OMAJiLkQ/2jCfQy6umcCBBg==',
  date: new Date(Date.UTC(2026, 0, 2)),
};

/** Loads the library, which costs more than all else here, and tries it. Throws `failure` when it does not tell a right digest from a wrong one. */
export async function loadLibrary(load: () => Promise<OpenPgp> = () => import('openpgp')): Promise<OpenPgp> {
  const library = await load();
  if (!(await knowsRightFromWrong(library)))
    throw new ExtError('failure', message('trust.self-test'), { hints: [message('trust.self-test.hint')] });
  return library;
}

/** What digests are handed over by is no promise of the library, so nothing is verified before it was seen to work both ways. */
async function knowsRightFromWrong(library: OpenPgp): Promise<boolean> {
  const key = await library.readKey({ binaryKey: fromBase64(sample.key) });
  const accepts = async (document: string) => {
    const [packet] = (await library.readSignature({ binarySignature: fromBase64(sample.signature) })).packets as Iterable<Packet>;
    const wanted = packet === undefined ? undefined : digestFor(packet);
    if (packet === undefined || wanted === undefined) return false;
    const digest = createHash(wanted.algorithm).update(document).update(wanted.end).digest();
    return checkSignature(library, packet, new Uint8Array(digest), key, sample.date).then(
      () => true,
      () => false,
    );
  };
  return (await accepts(sample.document)) && !(await accepts(`${sample.document}!`));
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
