import { systemAuthorities, type Trust } from '../connection/tls.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { ConnectOptions } from './connect-options.ts';
import { readPem } from './read-material.ts';
import type { Target } from './target.ts';

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
