import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import type { Descriptor } from '../../../shared/model/oci.ts';
import { json, type Seen, startServer, type TestServer } from '../api-server/api-server.ts';
import type { Blobs } from '../image-folder.ts';
import { commit, type Fault } from './faults.ts';

/** Who may read. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** What a registry is like. */
export interface RegistrySetup {
  readonly tls?: ServerOptions;
  /** How it wants to know who is asking; it lets everybody in where nothing is said. */
  readonly auth?: 'basic' | 'token';
  readonly account?: Account;
  /** The URL of the token service; its own where nothing is said. */
  readonly realm?: string;
  /** How long tokens live, in seconds. */
  readonly tokenLife?: number;
}

/** A registry of a test: the read part of the distribution API as distribution 2.8 speaks it, on a free port of this machine. */
export interface TestRegistry {
  readonly server: TestServer;
  /** `127.0.0.1:PORT`, as names of images begin. */
  readonly host: string;
  /** The requests below `/v2/`, `GET /v2/team/app/manifests/v1`. */
  readonly asked: () => string[];
  /** Decides what goes wrong; nothing where it returns undefined. */
  fail(fault: (seen: Seen) => Fault | undefined): void;
  /** No token counts any more. */
  revoke(): void;
  close(): Promise<void>;
}

/** Starts a registry with images by their names without registry: `team/app:v1`. */
export async function startRegistry(
  blobs: Blobs,
  images: Readonly<Record<string, Descriptor>>,
  setup: RegistrySetup = {},
): Promise<TestRegistry> {
  const server = await startServer(setup.tls);
  const host = `127.0.0.1:${server.port}`;
  const content = contentOf(blobs, images);
  const tokens = new Set<string>();
  let faultOf: (seen: Seen) => Fault | undefined = () => undefined;
  const realm = setup.realm ?? `${setup.tls === undefined ? 'http' : 'https'}://${host}/token`;
  server.answer((seen, response) => {
    const fault = faultOf(seen);
    if (fault !== undefined && fault.kind !== 'cut') return commit(fault, response);
    if (seen.path === '/token') return giveToken(seen, response, setup, tokens);
    if (!isAllowed(seen, setup, tokens)) return challenge(response, setup, realm);
    return serve(seen, response, content, fault?.after);
  });
  return {
    ...{ server, host },
    asked: () => server.seen.filter(({ path }) => path.startsWith('/v2/')).map(({ method, path }) => `${method} ${path}`),
    fail: (fault) => (faultOf = fault),
    revoke: () => tokens.clear(),
    close: () => server.close(),
  };
}

interface Content {
  readonly bytes: Buffer;
  readonly type: string;
}

/** Finds what is asked for by its path behind `/v2/`: a repository has its own manifests, by digest and tag, and the blobs they refer to. */
function contentOf(blobs: Blobs, images: Readonly<Record<string, Descriptor>>): (path: string) => Content | undefined {
  const content = new Map<string, Content>();
  const add = (path: string, { digest }: Descriptor, type: string) =>
    content.set(path, { bytes: blobs.get(digest) ?? Buffer.alloc(0), type });
  const addDocument = (repository: string, descriptor: Descriptor, reference: string) => {
    add(`/v2/${repository}/manifests/${reference}`, descriptor, descriptor.mediaType);
    const { manifests = [], layers = [], config } = JSON.parse(String(blobs.get(descriptor.digest))) as Document;
    for (const child of manifests) addDocument(repository, child, child.digest);
    for (const blob of [config ?? [], layers].flat()) add(`/v2/${repository}/blobs/${blob.digest}`, blob, 'application/octet-stream');
  };
  for (const [image, descriptor] of Object.entries(images)) {
    const [repository = '', tag = ''] = image.split(':');
    for (const reference of [tag, descriptor.digest]) addDocument(repository, descriptor, reference);
  }
  return (path) => content.get(path);
}

interface Document {
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
}

const unknownManifest = ['MANIFEST_UNKNOWN', 'manifest unknown'] as const;
const unknownBlob = ['BLOB_UNKNOWN', 'blob unknown to registry'] as const;

function serve(seen: Seen, response: ServerResponse, content: ReturnType<typeof contentOf>, cutAfter?: number): void {
  const found = content(seen.path);
  const [code, words] = seen.path.includes('/blobs/') ? unknownBlob : unknownManifest;
  if (found === undefined) return refuse(response, 404, code, words);
  const start = Number(/^bytes=(\d+)-$/.exec(seen.headers.range ?? '')?.[1] ?? 0);
  const body = found.bytes.subarray(start);
  const range = start === 0 ? {} : { 'content-range': `bytes ${start}-${found.bytes.length - 1}/${found.bytes.length}` };
  response.writeHead(start === 0 ? 200 : 206, { 'content-type': found.type, 'content-length': body.length, ...range });
  if (cutAfter === undefined) response.end(body);
  else response.write(body.subarray(0, cutAfter), () => response.destroy());
}

function isAllowed({ headers: { authorization = '' } }: Seen, { auth, account }: RegistrySetup, tokens: ReadonlySet<string>): boolean {
  if (auth === undefined) return true;
  return auth === 'token' ? tokens.has(authorization.replace(/^Bearer /, '')) : isAccount(authorization, account);
}

function isAccount(authorization: string, account: Account | undefined): boolean {
  const expected = Buffer.from(`${account?.username}:${account?.password}`).toString('base64');
  return authorization === `Basic ${expected}`;
}

function challenge(response: ServerResponse, { auth }: RegistrySetup, realm: string): void {
  const wanted =
    auth === 'token' ? `Bearer realm="${realm}",service="registry, of a test",scope="repository:x:pull"` : 'Basic realm="test"';
  refuse(response, 401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': wanted });
}

/** Everybody gets a token where no account is set up, as from public registries. */
function giveToken(seen: Seen, response: ServerResponse, { account, tokenLife = 300 }: RegistrySetup, tokens: Set<string>): void {
  const { authorization = '' } = seen.headers;
  const refresh = new URLSearchParams(seen.body).get('refresh_token');
  const isKnown = account === undefined || isAccount(authorization, account) || refresh === account.password;
  if (!isKnown) return refuse(response, 401, 'UNAUTHORIZED', 'incorrect username or password');
  const token = randomUUID();
  tokens.add(token);
  json(response, 200, { token, expires_in: tokenLife });
}

function refuse(response: ServerResponse, status: number, code: string, message: string, headers: Record<string, string> = {}): void {
  json(response, status, { errors: [{ code, message, detail: null }] }, headers);
}
