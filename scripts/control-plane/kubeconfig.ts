import { stringify } from 'yaml';
import type { KeyPair } from './pki.ts';

/** How a user proves who he is: by a client certificate or by a bearer token. */
export type Credentials = KeyPair | { readonly token: string };

/** What a kubeconfig of one cluster, one user and one context says. */
export interface KubeconfigContent {
  /** The name of the cluster, the user and the context. */
  readonly name: string;
  readonly server: string;
  /** PEM. */
  readonly authority: string;
  readonly credentials: Credentials;
}

/** The text of a kubeconfig that needs no other file. */
export function kubeconfigWith({ name, server, authority, credentials }: KubeconfigContent): string {
  const user =
    'token' in credentials
      ? { token: credentials.token }
      : { 'client-certificate-data': base64(credentials.certificate), 'client-key-data': base64(credentials.key) };
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': base64(authority) } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
