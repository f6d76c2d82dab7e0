import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { webcrypto } from 'node:crypto';

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** When a certificate begins to count, in milliseconds since the epoch, and for how many milliseconds. */
export interface Validity {
  readonly from: number;
  readonly life: number;
}

/** A leaf, and when another has to take its place. */
export interface Leaf extends KeyPair {
  readonly from: number;
  readonly until: number;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** The clocks of two machines may differ by so much. */
const skew = 5 * 60_000;

/** Makes a certificate authority that may sign leaves and nothing below them. */
export async function mintAuthority(name: string, validity: Validity): Promise<KeyPair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    ...dates(validity),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

/** Makes a server certificate for these names, the first of which is its subject. It never outlives its authority. */
export async function mintLeaf(authority: KeyPair, names: readonly [string, ...string[]], validity: Validity): Promise<Leaf> {
  const issuer = new X509Certificate(authority.certificate);
  const until = Math.min(validity.from + validity.life, issuer.notAfter.getTime());
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: [names[0]] }],
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await signingKeyOf(authority),
    signingAlgorithm: algorithm,
    ...dates({ from: validity.from, life: until - validity.from }),
    extensions: leafExtensions(names),
  });
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey), from: validity.from, until };
}

function leafExtensions(names: readonly string[]): Extension[] {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
  ];
}

function dates({ from, life }: Validity): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(from - skew), notAfter: new Date(from + life) };
}

function signingKeyOf({ key }: KeyPair): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(key), algorithm, false, ['sign']);
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}
