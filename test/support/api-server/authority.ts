import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  type Extension,
  type JsonGeneralNames,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its key, in PEM. */
export interface Leaf {
  readonly cert: string;
  readonly key: string;
}

/** What a leaf is for. */
export interface LeafOptions {
  readonly name?: string;
  readonly dns?: readonly string[];
  readonly ips?: readonly string[];
  /** Days from now; negative for the past. */
  readonly from?: number;
  readonly until?: number;
}

/** A certificate authority of a test. */
export interface Authority {
  readonly cert: string;
  issue(options: LeafOptions): Promise<Leaf>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;

/** Makes an authority of its own. */
export async function createAuthority(name = 'test-ca'): Promise<Authority> {
  const keys = await newKeys();
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    ...validity({}),
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return { cert: authority.toString('pem'), issue: (options) => issue(authority, keys, options) };
}

async function issue(authority: X509Certificate, { privateKey }: webcrypto.CryptoKeyPair, options: LeafOptions): Promise<Leaf> {
  const keys = await newKeys();
  const { name = 'leaf', dns = [], ips = [] } = options;
  const names: JsonGeneralNames = [
    ...dns.map((value) => ({ type: 'dns' as const, value })),
    ...ips.map((value) => ({ type: 'ip' as const, value })),
  ];
  const extensions: Extension[] = names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)];
  const cert = await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: privateKey,
    signingAlgorithm: algorithm,
    ...validity(options),
    extensions,
  });
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: cert.toString('pem'), key: PemConverter.encode(key, 'PRIVATE KEY') };
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function validity({ from = -1, until = 1 }: LeafOptions) {
  return { notBefore: new Date(Date.now() + from * day), notAfter: new Date(Date.now() + until * day) };
}
