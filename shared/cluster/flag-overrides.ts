import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { ConnectOptions } from './connect-options.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig-file.ts';

/** A cluster of the kubeconfig with kubectl's flags over it. */
export function withClusterFlags(entry: ClusterEntry, options: ConnectOptions): ClusterEntry {
  const insecure = options.insecureSkipTlsVerify === true;
  const caFile = options.certificateAuthority || undefined;
  return {
    ...entry,
    ...((insecure || caFile !== undefined) && { insecure, caFile, caData: undefined }),
    server: options.server || entry.server,
    // A server of its own invalidates the name that the kubeconfig expects in the certificate.
    tlsServerName: options.tlsServerName || (options.server ? undefined : entry.tlsServerName),
    disableCompression: options.disableCompression || entry.disableCompression,
  };
}

/** A user of the kubeconfig with kubectl's flags over it. Throws `usage` for groups and the like of nobody. */
export function withUserFlags(entry: UserEntry, options: ConnectOptions): UserEntry {
  const user: UserEntry = {
    ...entry,
    ...(options.token && { token: options.token, tokenFile: undefined, username: undefined, password: undefined }),
    ...(options.clientCertificate && { certFile: options.clientCertificate, certData: undefined }),
    ...(options.clientKey && { keyFile: options.clientKey, keyData: undefined }),
    ...impersonation(options),
  };
  const more = [user.asUid, ...(user.asGroups ?? []), ...Object.keys(user.asUserExtra ?? {})];
  if (user.as === undefined && more.some(Boolean)) throw new ExtError('usage', message('cluster.as-without-user'));
  return user;
}

function impersonation({ as, asUid, asGroup = [], asUserExtra = [] }: ConnectOptions): UserEntry {
  const groups = asGroup.filter(Boolean);
  const extra = asUserExtra.filter(Boolean);
  return {
    ...(as && { as }),
    ...(asUid && { asUid }),
    ...(groups.length > 0 && { asGroups: groups }),
    ...(extra.length > 0 && { asUserExtra: extraOf(extra) }),
  };
}

function extraOf(pairs: readonly string[]): Record<string, readonly string[]> {
  const extra = new Map<string, string[]>();
  for (const pair of pairs) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined) throw new ExtError('usage', message('cluster.bad-extra', { value: pair }));
    extra.set(key, [...(extra.get(key) ?? []), value]);
  }
  return Object.fromEntries(extra);
}
