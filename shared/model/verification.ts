import { type Message, message } from '../messages/message.ts';

/** What `--require` asks of a package: a signature, a signature or a checksum, or only that nothing present is wrong. */
export const requirements = ['gpg', 'checksum', 'none'] as const;
export type Requirement = (typeof requirements)[number];

/** One signature of a `.sig` or `.asc` file, as the trust store sees it. */
export interface SignatureFinding {
  /** The name of the file it stands in. */
  readonly file: string;
  /** `unknown-key`: no key of the trust store made it. `bad`: a key of the store, and it does not hold, or must not be relied on. */
  readonly result: 'good' | 'bad' | 'unknown-key';
  /** 16 hexadecimal digits, upper case, as the signature names it. */
  readonly keyId: string;
  /** Of the primary key, upper case; null where the key is unknown. */
  readonly fingerprint: string | null;
  /** The primary user id; null where the key is unknown. */
  readonly signer: string | null;
  /** When it was made, RFC 3339; null where the signature does not say. */
  readonly created: string | null;
  /** Why it is not good; undefined for a good one. */
  readonly reason: Message | undefined;
}

/** What the checksum files beside a package say of it. */
export interface ChecksumFinding {
  readonly file: string;
  readonly algorithm: 'sha256';
  readonly result: 'good' | 'bad';
  readonly reason: Message | undefined;
}

/** Everything known of one package after it was read once. */
export interface Evidence {
  readonly signatures: readonly SignatureFinding[];
  readonly checksums: readonly ChecksumFinding[];
  /** What makes verification fail whatever else holds: a sidecar that cannot be read, a package that changed meanwhile. */
  readonly faults: readonly Message[];
  /** The hexadecimal SHA-256 of the package where it was computed. */
  readonly sha256: string | null;
}

/** The headings of the summary. */
export type VerificationClass = 'gpg' | 'checksum' | 'failed' | 'none';

/** What evidence is worth. */
export interface Verdict {
  readonly class: VerificationClass;
  /** Whether it satisfies what was required. */
  readonly satisfied: boolean;
  /** Why it is not better: each a sentence for people. */
  readonly reasons: readonly Message[];
}

/**
 * What evidence is worth. Whatever is present must hold: a bad signature, checksum or sidecar fails the package beside any number of good
 * ones. A signature by an unknown key is no worse than none beside a good signature; otherwise it fails as well, unless nothing is required.
 */
export function verdictOf(evidence: Evidence, requirement: Requirement): Verdict {
  const { signatures, checksums, faults } = evidence;
  const reasons = [...faults, ...[...signatures, ...checksums].flatMap(({ reason }) => reason ?? [])];
  const failed: Verdict = { class: 'failed', satisfied: false, reasons };
  const results = new Set([...signatures, ...checksums].map(({ result }) => result));
  if (faults.length > 0 || results.has('bad')) return failed;
  if (signatures.some(({ result }) => result === 'good')) return { class: 'gpg', satisfied: true, reasons };
  if (results.has('unknown-key') && requirement !== 'none') return failed;
  const known = checksums.length > 0 ? 'checksum' : 'none';
  const missing = missingFor(known, requirement, signatures.length > 0);
  return {
    class: known,
    satisfied: missing === undefined || requirement === 'none',
    reasons: missing === undefined ? reasons : [...reasons, missing],
  };
}

function missingFor(known: 'checksum' | 'none', requirement: Requirement, isSigned: boolean): Message | undefined {
  if (known === 'none') return isSigned ? undefined : message('trust.nothing');
  return requirement === 'gpg' ? message('trust.no-signature') : undefined;
}
