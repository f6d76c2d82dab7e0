import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import { mintAuthority, type KeyPair } from './certificates.ts';
import { secrets, type Secret } from './resources.ts';

/** Where the authority is kept, and for how many milliseconds a new one is valid. */
export interface AuthorityPlace {
  readonly namespace: string;
  readonly secret: string;
  readonly life: number;
}

/**
 * The certificate authority of all replicas: the one in the Secret, or a new one, which the first replica puts there.
 * Throws `failure` for a Secret that holds none.
 */
export async function ensureAuthority(cluster: Pick<Cluster, 'get' | 'create'>, place: AuthorityPlace, now: number): Promise<KeyPair> {
  const { namespace, secret } = place;
  const present =
    (await cluster.get(secrets, secret, namespace)) ??
    (await createSecret(cluster, place, now)) ??
    (await cluster.get(secrets, secret, namespace));
  const pair = present === null ? undefined : pairIn(present);
  if (pair !== undefined && isUsable(pair, now)) return pair;
  throw new ExtError('failure', message('webhook.authority-unusable', { namespace, secret }));
}

/** Undefined where another replica was faster. */
async function createSecret(
  cluster: Pick<Cluster, 'create'>,
  { namespace, secret, life }: AuthorityPlace,
  now: number,
): Promise<Secret | undefined> {
  const { certificate, key } = await mintAuthority(secret, { from: now, life });
  const object: Secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secret, namespace },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64(certificate), 'tls.key': base64(key) },
  };
  try {
    return await cluster.create(secrets, object);
  } catch (error) {
    if (error instanceof ExtError && error.code === 'conflict') return undefined;
    throw error;
  }
}

function pairIn({ data = {} }: Secret): KeyPair | undefined {
  const { 'tls.crt': certificate, 'tls.key': key } = data;
  if (certificate === undefined || key === undefined) return undefined;
  return { certificate: Buffer.from(certificate, 'base64').toString(), key: Buffer.from(key, 'base64').toString() };
}

function isUsable({ certificate, key }: KeyPair, now: number): boolean {
  try {
    const parsed = new X509Certificate(certificate);
    return parsed.ca && parsed.checkPrivateKey(createPrivateKey(key)) && now < parsed.validToDate.getTime();
  } catch {
    return false;
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
