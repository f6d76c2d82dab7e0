import { providerToken } from './auth-provider.ts';
import type { UserEntry } from './kubeconfig-file.ts';
import { readNamed, readPem } from './read-material.ts';

/** What one request shows to prove who is asking: headers, and a client certificate with its key in PEM. */
export interface Identity {
  readonly headers: Readonly<Record<string, string>>;
  readonly cert?: string;
  readonly key?: string;
}

/** A source of identities. They may change during a long connection: tokens expire, files are rotated. */
export interface Credentials {
  /** The identity for the next request. Throws an ExtError where it cannot be had. */
  identity(): Promise<Identity>;
  /** Tells that the server did not accept the last identity, so that a remembered one is not shown again. */
  refused(): void;
}

/** The credentials of a user by kubectl's order: certificate and token, else user name and password, else a plugin. */
export async function credentialsOf(user: UserEntry, server: PluginServer): Promise<Credentials> {
  const cert = await readPem(user.certData, user.certFile);
  const key = await readPem(user.keyData, user.keyFile);
  const fixed = { cert, key };
  if (user.tokenFile !== undefined) return fileToken(user.tokenFile, user.token, fixed);
  const authorization = authorizationOf(user);
  if (authorization === undefined && user.exec !== undefined) {
    const { pluginCredentials } = await import('./plugin-credentials.ts');
    return pluginCredentials(user.exec, server, fixed);
  }
  if (authorization === undefined && user.authProvider !== undefined) return providerToken(user.authProvider, fixed);
  const identity: Identity = { ...fixed, headers: authorization === undefined ? {} : { authorization } };
  return { identity: () => Promise.resolve(identity), refused: () => {} };
}

/** The server as an exec plugin is told about it. */
export interface PluginServer {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends a plugin that runs. */
  readonly signal?: AbortSignal;
  /** `spec.cluster` of an ExecCredential. */
  readonly cluster: Readonly<Record<string, unknown>>;
}

function authorizationOf({ token, username, password }: UserEntry): string | undefined {
  if (token !== undefined) return `Bearer ${token.trim()}`;
  if (username === undefined) return undefined;
  return `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`;
}

/** A token file is small and its token is replaced by others, so it is read for every request; while it cannot be, a fixed token counts. */
async function fileToken(file: string, token: string | undefined, fixed: Omit<Identity, 'headers'>): Promise<Credentials> {
  const read = async () => (await readNamed(file)).trim();
  const current = token === undefined ? read : () => read().catch(() => token);
  const identity = async () => ({ ...fixed, headers: { authorization: `Bearer ${await current()}` } });
  await identity();
  return { identity, refused: () => {} };
}

/** The headers that ask the server to treat the request as somebody else's. */
export function impersonationHeaders({ as, asUid, asGroups = [], asUserExtra = {} }: UserEntry): Record<string, string | string[]> {
  if (as === undefined) return {};
  const extra = Object.entries(asUserExtra).map(([key, values]) => [`impersonate-extra-${escaped(key)}`, values.map(bytes)]);
  return {
    'impersonate-user': bytes(as),
    ...(asUid !== undefined && { 'impersonate-uid': bytes(asUid) }),
    ...(asGroups.length > 0 && { 'impersonate-group': asGroups.map(bytes) }),
    ...Object.fromEntries(extra),
  };
}

/** Node.js writes a header in Latin-1, the API server reads it as UTF-8. */
function bytes(value: string): string {
  return Buffer.from(value).toString('latin1');
}

/** What a header name cannot hold is percent-encoded, byte by byte. */
function escaped(key: string): string {
  return key.replace(/[^!#$&'*+\-.^_`|~0-9A-Za-z]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
