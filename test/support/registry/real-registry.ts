import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { stringify } from 'yaml';
import { binariesIn, cacheFolder } from '../../../scripts/control-plane/binaries.ts';
import { startDaemon, waitUntil } from '../../../scripts/control-plane/daemon.ts';
import { createWorkspace, freePort } from '../../../scripts/control-plane/workspace.ts';
import { type Descriptor, type ImageIndex, mediaTypes } from '../../../shared/model/oci.ts';
import type { Leaf } from '../api-server/authority.ts';
import type { Blobs } from '../image-folder.ts';

/** What a real registry is like. */
export interface RealRegistrySetup {
  readonly tls?: Leaf;
  /** The URL of a token service; the registry then takes any token. */
  readonly realm?: string;
}

/** The registry of the CNCF, distribution, in a process of its own. */
export interface RealRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  stop(): Promise<void>;
}

/** Starts a registry that the control plane was built with, empty, in a folder of its own. */
export async function startRealRegistry({ tls, realm }: RealRegistrySetup = {}): Promise<RealRegistry> {
  const workspace = createWorkspace(join(tmpdir(), 'kubectl-ext-registry-'));
  const port = await freePort();
  const files =
    tls === undefined ? {} : { tls: { certificate: workspace.write('tls.crt', tls.cert), key: workspace.write('tls.key', tls.key) } };
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(workspace.folder, 'data') } },
    http: { addr: `127.0.0.1:${port}`, secret: 'of a test', ...files },
    ...(realm === undefined ? {} : { auth: { silly: { realm, service: 'test' } } }),
  };
  const command = binariesIn(cacheFolder(process.env), process.env).path('registry');
  const args = ['serve', workspace.write('config.yaml', stringify(config))];
  try {
    const daemon = startDaemon(workspace, { name: 'registry', command, args, env: { OTEL_TRACES_EXPORTER: 'none' } });
    await waitUntil(daemon, () => isListening(port), 10_000);
  } catch (error) {
    await workspace.close();
    throw error;
  }
  return { host: `127.0.0.1:${port}`, stop: () => workspace.close() };
}

/** Uploads images by their names without registry, `team/app:v1`, to a registry without TLS. */
export async function fillRegistry(host: string, blobs: Blobs, images: Readonly<Record<string, Descriptor>>): Promise<void> {
  for (const [image, descriptor] of Object.entries(images)) {
    const [repository = '', tag = ''] = image.split(':');
    await putDocument({ host, repository, blobs }, descriptor, tag);
  }
}

interface Place {
  readonly host: string;
  readonly repository: string;
  readonly blobs: Blobs;
}

async function putDocument(place: Place, { digest, mediaType }: Descriptor, reference: string): Promise<void> {
  const { host, repository, blobs } = place;
  const bytes = blobs.get(digest) ?? Buffer.alloc(0);
  const document = JSON.parse(String(bytes)) as Partial<ImageIndex> & { config?: Descriptor; layers?: Descriptor[] };
  for (const child of document.manifests ?? []) await putDocument(place, child, child.digest);
  for (const blob of [document.config ?? [], document.layers ?? []].flat()) await putBlob(place, blob);
  const type = mediaType === mediaTypes.index ? mediaTypes.index : mediaTypes.manifest;
  await ask(host, 'PUT', `/v2/${repository}/manifests/${reference}`, { 'content-type': type }, bytes);
}

async function putBlob({ host, repository, blobs }: Place, { digest }: Descriptor): Promise<void> {
  const { headers } = await ask(host, 'POST', `/v2/${repository}/blobs/uploads/`);
  const location = new URL(headers.location ?? '', `http://${host}`);
  location.searchParams.set('digest', digest);
  await ask(host, 'PUT', location.pathname + location.search, { 'content-type': 'application/octet-stream' }, blobs.get(digest));
}

/** Sends one request, and fails where it does. */
async function ask(
  host: string,
  method: string,
  path: string,
  headers: http.OutgoingHttpHeaders = {},
  body: Uint8Array = Buffer.alloc(0),
): Promise<IncomingMessage> {
  const request = http.request(`http://${host}${path}`, { method, headers: { ...headers, 'content-length': body.length } });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const answer = await buffer(response);
  if ((response.statusCode ?? 0) >= 300) throw new Error(`${method} ${path}: ${response.statusCode} ${String(answer)}`);
  return response;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
