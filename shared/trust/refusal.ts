import { type Message, message } from '../messages/message.ts';
import { printableBeginning } from '../model/printable.ts';

/** What a refused signature is told by. */
export interface Refused {
  /** The sidecar it stands in. */
  readonly file: string;
  /** The id of the key that made it. */
  readonly key: string;
}

/** The two of them, and the hash that was signed. */
interface Known {
  readonly refused: Refused;
  readonly algorithm: string;
}

/** What the library says, of which pinned version the tests know every word here, and what we say. */
const words: readonly [RegExp, (known: Known) => Message][] = [
  [/: (Signed digest did not match|Signature verification failed)$/, ({ refused }) => message('trust.signature.wrong', { ...refused })],
  [/^: Signature creation time is in the future$/, ({ refused }) => message('trust.signature.future', { ...refused })],
  [/^: Signature is expired$/, ({ refused }) => message('trust.signature.expired', { ...refused })],
  [/^: Hash algorithm too weak /, ({ refused, algorithm }) => message('trust.signature.weak', { ...refused, algorithm })],
  [/^: Unknown critical /, ({ refused }) => message('trust.signature.critical', { ...refused })],
  [/revoked$/, ({ refused }) => message('trust.key.revoked', { ...refused })],
  [/expired$/, ({ refused }) => message('trust.key.expired', { ...refused })],
  [/too weak\.$/, ({ refused }) => message('trust.key.weak', { ...refused })],
  // For a curve that it rejects, it may ask for a package first that could compute on it.
  [/ is disabled\.$|: Cannot find module /, ({ refused }) => message('trust.key.unsupported', { ...refused })],
];

/** Why a signature is refused, in our words where there are any, and otherwise in those of the library. */
export function refusalOf(error: unknown, refused: Refused, algorithm: string): Message {
  const said = error instanceof Error ? error.message : String(error);
  const say = words.find(([pattern]) => pattern.test(`: ${said}`))?.[1];
  return say?.({ refused, algorithm }) ?? message('trust.signature.refused', { ...refused, why: printableBeginning(said) });
}
