import type { Flags } from '../flag.ts';

/** The flags by which kubectl finds its cluster, in kubectl's spelling. Every command takes them. */
export const kubeFlags = {
  kubeconfig: { type: 'string', value: 'FILE', complete: 'files', summary: 'flag.kubeconfig' },
  context: { type: 'string', value: 'NAME', complete: 'contexts', summary: 'flag.context' },
  cluster: { type: 'string', value: 'NAME', summary: 'flag.cluster' },
  user: { type: 'string', value: 'NAME', summary: 'flag.user' },
  namespace: { type: 'string', alias: 'n', value: 'NAME', complete: 'namespaces', summary: 'flag.namespace' },
  server: { type: 'string', alias: 's', value: 'URL', summary: 'flag.server' },
  token: { type: 'string', value: 'TOKEN', secret: true, summary: 'flag.token' },
  as: { type: 'string', value: 'USER', summary: 'flag.as' },
  asGroup: { type: 'string', array: true, whole: true, value: 'GROUP', summary: 'flag.as-group' },
  asUid: { type: 'string', value: 'UID', summary: 'flag.as-uid' },
  asUserExtra: { type: 'string', array: true, whole: true, value: 'KEY=VALUE', summary: 'flag.as-user-extra' },
  certificateAuthority: { type: 'string', value: 'FILE', complete: 'files', summary: 'flag.certificate-authority' },
  clientCertificate: { type: 'string', value: 'FILE', complete: 'files', summary: 'flag.client-certificate' },
  clientKey: { type: 'string', value: 'FILE', complete: 'files', summary: 'flag.client-key' },
  insecureSkipTlsVerify: { type: 'boolean', summary: 'flag.insecure-skip-tls-verify' },
  tlsServerName: { type: 'string', value: 'NAME', summary: 'flag.tls-server-name' },
  requestTimeout: { type: 'string', value: 'DURATION', summary: 'flag.request-timeout' },
  cacheDir: { type: 'string', value: 'DIR', complete: 'files', summary: 'flag.cache-dir' },
  disableCompression: { type: 'boolean', summary: 'flag.disable-compression' },
} as const satisfies Flags;
