import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP, isIPv6 } from 'node:net';
import { type PeerCertificate, type SecureContext, checkServerIdentity, createSecureContext, getCACertificates } from 'node:tls';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { ConnectOptions } from './connect-options.ts';
import type { Identity } from './credentials.ts';
import type { Target } from './target.ts';
import { readPem } from './read-material.ts';

/** How a server proves that it is the right one. */
export interface Trust {
  /** The authorities to trust, in PEM; undefined for those of Node.js. */
  readonly ca: string | readonly string[] | undefined;
  readonly insecure: boolean;
  /** The name to expect in the certificate in place of the server's host. */
  readonly serverName: string | undefined;
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

/** What to expect of the server of a target. Throws `failure` for a CA that cannot be read or is given together with skipping the check. */
export async function trustOf({ cluster }: Target, env: ConnectOptions['env']): Promise<Trust> {
  const ca = await readPem(cluster.caData, cluster.caFile);
  if (ca !== undefined && cluster.insecure) throw new ExtError('failure', message('cluster.ca-and-insecure'));
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----')) {
    throw new ExtError('failure', message('cluster.bad-ca', { origin: cluster.caFile ?? 'certificate-authority-data' }));
  }
  return {
    ca: ca ?? (cluster.insecure ? undefined : systemAuthorities(env)),
    insecure: cluster.insecure === true,
    serverName: cluster.tlsServerName,
  };
}

/** Makes TLS options once for many connections. Throws `failure` for a certificate or key that cannot be used. */
export function tlsOptions({ ca, insecure, serverName }: Trust, { cert, key }: Identity): TlsOptions {
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

/** Node.js brings authorities of its own; kubectl trusts those of the system. */
function systemAuthorities(env: ConnectOptions['env']): string | readonly string[] | undefined {
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
