import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { KeyPair } from './certificates.ts';
import { certificatesIn, datesOf } from './pem.ts';
import { Unusable, type UnusableReason } from './unusable.ts';

/** The files of a mounted Secret of type `kubernetes.io/tls`. Whoever makes it may leave the last one out. */
export const mountedFiles = ['tls.crt', 'tls.key', 'ca.crt'] as const;

/** A certificate that somebody else has issued, with those between it and its authority. */
export interface Mounted extends KeyPair {
  /** When it ends, in milliseconds since the epoch. */
  readonly until: number;
  /** When its authority does, where that is told. */
  readonly authorityUntil?: number;
}

/** Whom a certificate has to be for, and when, in milliseconds since the epoch. */
export interface MountedFor {
  readonly serverName: string;
  readonly now: number;
}

const anyUsage = '2.5.29.37.0';
const serverUsage = '1.3.6.1.5.5.7.3.1';

/** What the texts of the files are to the server. Throws `Unusable` for what no API server would accept. */
export function mountedIn([certificate = '', key = '', authority = '']: readonly string[], expected: MountedFor): Mounted {
  const [leaf] = certificatesIn(certificate);
  const fault = faultIn(leaf, keyIn(key), expected);
  if (fault !== undefined) throw new Unusable(fault);
  checkPair({ certificate, key });
  const { until } = datesOf(leaf);
  if (authority.trim() === '') return { certificate, key, until };
  return { certificate, key, until, authorityUntil: Math.min(...certificatesIn(authority).map((each) => datesOf(each).until)) };
}

function faultIn(leaf: X509Certificate, key: KeyObject, { serverName, now }: MountedFor): UnusableReason | undefined {
  const { from, until } = datesOf(leaf);
  if (!leaf.checkPrivateKey(key)) return 'key-of-another';
  if (now < from) return 'not-yet-valid';
  if (now >= until) return 'expired';
  // The API server does not look at the subject.
  if (leaf.checkHost(serverName, { subject: 'never' }) === undefined) return 'name-of-another';
  return isForServers(leaf) ? undefined : 'not-for-servers';
}

/** Where a certificate does not say what it is for, it is for everything. */
function isForServers({ keyUsage = [anyUsage] }: Partial<Pick<X509Certificate, 'keyUsage'>>): boolean {
  return keyUsage.some((usage) => usage === serverUsage || usage === anyUsage);
}

function keyIn(pem: string): KeyObject {
  if (pem.trim() === '') throw new Unusable('not-there');
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Unusable('not-a-key');
  }
}

/** What parses may still be too weak, or what stands between the certificate and its authority may be broken. */
function checkPair({ certificate, key }: KeyPair): void {
  try {
    createSecureContext({ cert: certificate, key });
  } catch {
    throw new Unusable('refused-by-tls');
  }
}
