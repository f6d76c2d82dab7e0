import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP, isIPv6 } from 'node:net';
import { type PeerCertificate, type SecureContext, checkServerIdentity, createSecureContext, getCACertificates } from 'node:tls';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { Environment } from './proxy.ts';

/** How a server proves that it is the right one. */
export interface Trust {
  /** The authorities to trust, in PEM; undefined for those of Node.js. */
  readonly ca: string | readonly string[] | undefined;
  readonly insecure: boolean;
  /** The name to expect in the certificate in place of the server's host. */
  readonly serverName: string | undefined;
}

/** A client certificate and its key, in PEM. */
export interface ClientCertificate {
  readonly cert?: string;
  readonly key?: string;
}

/** The options of `tls.connect` for one server and one identity. */
export interface TlsOptions {
  readonly secureContext: SecureContext;
  readonly rejectUnauthorized: boolean;
  readonly servername?: string;
  readonly checkServerIdentity: typeof checkServerIdentity;
}

/** Where Linux distributions keep the authorities that the system trusts, in Go's order. */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Makes TLS options once for many connections. Throws `failure` for a certificate or key that cannot be used. */
export function tlsOptions({ ca, insecure, serverName }: Trust, { cert, key }: ClientCertificate): TlsOptions {
  return {
    secureContext: secureContext(ca, cert, key),
    rejectUnauthorized: !insecure,
    // An address cannot be sent as a server name, only looked for in the certificate.
    ...(serverName !== undefined && { servername: isIP(serverName) === 0 ? serverName : '' }),
    checkServerIdentity: (host: string, certificate: PeerCertificate) => identityError(serverName ?? host, certificate),
  };
}

/** Node.js 22.23 takes an IPv6 address for the name of a host and finds it in no certificate. */
function identityError(expected: string, certificate: PeerCertificate): Error | undefined {
  const address = expected.replace(/^\[(.*)\]$/, '$1');
  const isNamed = isIPv6(address) && new X509Certificate(certificate.raw).checkIP(address) !== undefined;
  return isNamed ? undefined : checkServerIdentity(address, certificate);
}

function secureContext(ca: Trust['ca'], cert: string | undefined, key: string | undefined): SecureContext {
  try {
    return createSecureContext({ ca: typeof ca === 'string' ? ca : ca?.slice(), cert, key });
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new ExtError('failure', message('cluster.bad-certificate'), { because, cause: error });
  }
}

/** The authorities of the system, as kubectl trusts them, where Node.js would bring its own; undefined where there are none. */
export function systemAuthorities(env: Environment): string | readonly string[] | undefined {
  for (const file of [env.SSL_CERT_FILE, ...systemBundles]) {
    const bundle = file ? readable(file) : undefined;
    if (bundle !== undefined) return bundle;
  }
  const system = getCACertificates('system');
  return system.length === 0 ? undefined : system;
}

/** The text of a bundle; one that is not there, is a folder or may not be read is skipped, as Go does. */
function readable(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
