import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
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
  /** What it may be used for, by object identifiers; everything where nothing is said. */
  readonly usages?: readonly string[];
}

/** A certificate authority of a test. */
export interface Authority {
  readonly cert: string;
  issue(options: LeafOptions): Promise<Leaf>;
  /** One below it. */
  delegate(name: string): Promise<Authority>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;

/** Makes an authority of its own; its life, as that of a leaf, in days from now. */
export async function createAuthority(name = 'test-ca', life: Pick<LeafOptions, 'from' | 'until'> = {}): Promise<Authority> {
  const keys = await newKeys();
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    ...validity(life),
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return authorityWith(authority, keys);
}

function authorityWith(certificate: X509Certificate, keys: webcrypto.CryptoKeyPair): Authority {
  return {
    cert: certificate.toString('pem'),
    issue: (options) => issue(certificate, keys, options),
    async delegate(name) {
      const own = await newKeys();
      const signed = await X509CertificateGenerator.create({
        ...{ subject: `CN=${name}`, issuer: certificate.subject, publicKey: own.publicKey, signingKey: keys.privateKey },
        ...{ signingAlgorithm: algorithm, ...validity({}), extensions: [new BasicConstraintsExtension(true, undefined, true)] },
      });
      return authorityWith(signed, own);
    },
  };
}

async function issue(authority: X509Certificate, { privateKey }: webcrypto.CryptoKeyPair, options: LeafOptions): Promise<Leaf> {
  const keys = await newKeys();
  const { name = 'leaf', dns = [], ips = [], usages = [] } = options;
  const names: JsonGeneralNames = [
    ...dns.map((value) => ({ type: 'dns' as const, value })),
    ...ips.map((value) => ({ type: 'ip' as const, value })),
  ];
  const extensions: Extension[] = [
    ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]),
    ...(usages.length === 0 ? [] : [new ExtendedKeyUsageExtension([...usages])]),
  ];
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
