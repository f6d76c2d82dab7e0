import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import { mintAuthority, type KeyPair } from './certificates.ts';
import { secrets, type Secret } from '../../shared/model/secret.ts';

/** Where the authority is kept, and for how many milliseconds a new one is valid. */
export interface AuthorityPlace {
  readonly namespace: string;
  readonly secret: string;
  readonly life: number;
}

/** What all replicas share: who signs now, who will sign next, and who did before and may still have leaves in use. */
export interface Trust {
  readonly current: KeyPair;
  readonly next?: KeyPair;
  /** Certificates, PEM. */
  readonly old?: string;
  /** When the current one took the place of another, in milliseconds since the epoch. */
  readonly promotedAt?: number;
  /** Somebody asked for another authority. */
  readonly isUnwanted: boolean;
  /** Of the Secret: whoever changes it has to have seen it like this. */
  readonly resourceVersion?: string;
}

/** The annotation of the Secret by which a person asks for another authority, whatever its value. */
export const rotateAnnotation = 'ext.cpaas.io/rotate';

const promotedAnnotation = 'ext.cpaas.io/promoted-at';

/** All that clients are to trust, PEM. */
export function bundleOf({ current, next, old }: Trust): string {
  return [current.certificate, next?.certificate, old].filter((each) => each !== undefined).join('\n');
}

/**
 * The trust of all replicas: what the Secret holds, or a new authority, which the first replica puts there; a replica that runs puts its own
 * back. An authority that is over is replaced as if there were none. Throws `failure` for a Secret that holds none.
 */
export async function ensureTrust(
  cluster: Pick<Cluster, 'get' | 'create' | 'patch'>,
  place: AuthorityPlace,
  { now, own }: { readonly now: number; readonly own?: KeyPair | undefined },
): Promise<Trust> {
  const { namespace, secret } = place;
  const present =
    (await cluster.get(secrets, secret, namespace)) ??
    (await createSecret(cluster, place, await usable(own, place, now))) ??
    (await cluster.get(secrets, secret, namespace));
  const trust = present === null ? undefined : trustIn(present);
  if (trust !== undefined && isAuthority(trust.current)) {
    return isOver(trust.current, now) ? writeTrust(cluster, place, trust, { current: await usable(own, place, now) }) : trust;
  }
  throw new ExtError('failure', message('webhook.authority-unusable', { namespace, secret }));
}

/** What is to be another than it was. */
export type TrustChange = Partial<Pick<Trust, 'current' | 'promotedAt'>> & {
  /** Null takes it away. */
  readonly next?: KeyPair | null;
  readonly old?: string | null;
};

/** Changes what replicas share. Throws `conflict` where somebody else was faster. */
export async function writeTrust(
  cluster: Pick<Cluster, 'patch'>,
  { namespace, secret }: AuthorityPlace,
  { resourceVersion }: Trust,
  { current, next, old, promotedAt }: TrustChange,
): Promise<Trust> {
  const annotations = {
    [rotateAnnotation]: null,
    ...(promotedAt !== undefined && { [promotedAnnotation]: new Date(promotedAt).toISOString() }),
  };
  const data = { ...pairData('tls', current), ...pairData('next', next), ...(old !== undefined && { 'old.crt': old && base64(old) }) };
  const written = await cluster.patch(secrets, { name: secret, namespace }, { metadata: { resourceVersion, annotations }, data });
  const trust = trustIn(written);
  if (trust === undefined) throw new ExtError('failure', message('webhook.authority-unusable', { namespace, secret }));
  return trust;
}

/** When an authority begins and ends to count, in milliseconds since the epoch. */
export function lifeOf({ certificate }: KeyPair): { from: number; until: number } {
  const { validFromDate, validToDate } = new X509Certificate(certificate);
  return { from: validFromDate.getTime(), until: validToDate.getTime() };
}

async function usable(own: KeyPair | undefined, { secret, life }: AuthorityPlace, now: number): Promise<KeyPair> {
  return own !== undefined && !isOver(own, now) ? own : mintAuthority(secret, { from: now, life });
}

/** Undefined where another replica was faster. */
async function createSecret(
  cluster: Pick<Cluster, 'create'>,
  { namespace, secret }: AuthorityPlace,
  authority: KeyPair,
): Promise<Secret | undefined> {
  const object: Secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secret, namespace },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64(authority.certificate), 'tls.key': base64(authority.key) },
  };
  try {
    return await cluster.create(secrets, object);
  } catch (error) {
    if (error instanceof ExtError && error.code === 'conflict') return undefined;
    throw error;
  }
}

function trustIn({ data = {}, metadata }: Secret): Trust | undefined {
  const current = pairIn(data, 'tls');
  if (current === undefined) return undefined;
  const { [rotateAnnotation]: wish, [promotedAnnotation]: promoted } = metadata.annotations ?? {};
  const { 'old.crt': old } = data;
  const next = pairIn(data, 'next');
  return {
    current,
    ...(next !== undefined && { next }),
    ...(old && { old: text(old) }),
    ...(promoted !== undefined && { promotedAt: Date.parse(promoted) }),
    isUnwanted: wish !== undefined,
    ...(metadata.resourceVersion !== undefined && { resourceVersion: metadata.resourceVersion }),
  };
}

function pairIn(data: Readonly<Record<string, string>>, name: string): KeyPair | undefined {
  const { [`${name}.crt`]: certificate, [`${name}.key`]: key } = data;
  return certificate && key ? { certificate: text(certificate), key: text(key) } : undefined;
}

function pairData(name: string, pair: KeyPair | null | undefined): Record<string, string | null> {
  if (pair === undefined) return {};
  return { [`${name}.crt`]: pair && base64(pair.certificate), [`${name}.key`]: pair && base64(pair.key) };
}

function isAuthority({ certificate, key }: KeyPair): boolean {
  try {
    const parsed = new X509Certificate(certificate);
    return parsed.ca && parsed.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

function isOver(authority: KeyPair, now: number): boolean {
  return now >= lifeOf(authority).until;
}

function text(encoded: string): string {
  return Buffer.from(encoded, 'base64').toString();
}

function base64(plain: string): string {
  return Buffer.from(plain).toString('base64');
}
