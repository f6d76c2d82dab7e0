import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { credentialsInFile } from '../connection/credentials-file.ts';
import { rootCertificates } from 'node:tls';
import { systemAuthorities, type Trust } from '../connection/tls.ts';
import { ExtError } from '../errors.ts';
import { systemReason } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';
import type { Digest } from '../model/digest.ts';
import { type Descriptor, documentIn, indexIn, isDocumentType, largestDocument, manifestIn, mediaTypes } from '../model/oci.ts';
import type { ImageSource } from '../package/image-source.ts';
import { type AskHelper, credentialsInFiles } from './auth-files.ts';
import { Authorizer } from './authorizer.ts';
import { Connections } from './connections.ts';
import { helperWith } from './credential-helper.ts';
import type { Credentials } from './credentials.ts';
import { RegistryClient } from './registry-client.ts';
import type { RegistryAccess, RegistryOptions, SourceWish, Timing } from './source-wish.ts';
import { chosenRegistry, originOf, type Target, targetsFrom } from './target.ts';

const usualTiming: Timing = { connect: 10_000, idle: 60_000, firstPause: 500, longestPause: 10_000 };
const accept = [mediaTypes.index, mediaTypes.manifest, mediaTypes.dockerIndex, mediaTypes.dockerManifest].join(', ');

/**
 * Opens registries as a source of images: each when the first image is asked of it. Throws `usage` for a `from` that is no registry, and for a
 * file of authorities that cannot be used.
 */
export async function openRegistries(wish: SourceWish, options: RegistryOptions): Promise<ImageSource> {
  const clients = await clientsFor(wish, options);
  const targetOf = targetsFrom(wish.from);
  const resolved = new Map<Digest, Buffer>();
  return {
    async resolve(reference, signal) {
      const target = targetOf(reference);
      const asked = reference.digest ?? reference.tag ?? '';
      const { bytes, type } = await clients.of(target).whole({ target, path: `manifests/${asked}`, accept, signal }, largestDocument);
      const descriptor = described(bytes, type);
      resolved.set(descriptor.digest, bytes);
      return { ...descriptor, digest: reference.digest ?? descriptor.digest };
    },
    async *open(reference, { digest, size, mediaType }, signal) {
      const known = resolved.get(digest);
      if (known !== undefined) return yield known;
      const target = targetOf(reference);
      const wished = isDocumentType(mediaType) ? { path: `manifests/${digest}`, accept: mediaType } : { path: `blobs/${digest}` };
      yield* clients.of(target).stream({ ...wished, target, signal }, size);
    },
    close: clients.close,
  };
}

interface Clients {
  readonly of: (target: Target) => RegistryClient;
  readonly close: () => void;
}

async function clientsFor(wish: SourceWish, options: RegistryOptions): Promise<Clients> {
  const { access } = wish;
  const chosen = chosenRegistry(wish);
  const given = access.credentialsFile === undefined ? access.login : await credentialsInFile(access.credentialsFile, 'registry');
  const authorities = access.ca === undefined ? undefined : await authoritiesIn(access.ca);
  const askHelper = remembered(helperWith(options.env, options.signal));
  const clients = new Map<string, RegistryClient>();
  const opened: Connections[] = [];
  const open = (registry: string): RegistryClient => {
    const isChosen = registry === chosen;
    const origin = originOf(registry, isChosen && access.plain);
    const trustFor = (other: string) =>
      trustOf(options.env, isChosen ? authorities : undefined, isChosen && access.insecure && other === origin.origin);
    const timing = { ...usualTiming, ...options.timing };
    const connections = new Connections({ ...options, timing, connections: access.connections, trustFor });
    opened.push(connections);
    const login = isChosen ? given : undefined;
    const lookUp = (target: Target) => credentialsFor(target, { ...access, login }, options.env, askHelper);
    return new RegistryClient({ origin, connections, timing, authorizer: new Authorizer(origin, connections, lookUp) });
  };
  return {
    of({ registry }) {
      const client = clients.get(registry) ?? open(registry);
      clients.set(registry, client);
      return client;
    },
    close() {
      for (const connections of opened) connections.close();
    },
  };
}

async function credentialsFor(
  target: Target,
  { login, noAuth }: RegistryAccess,
  env: RegistryOptions['env'],
  askHelper: AskHelper,
): Promise<Credentials | undefined> {
  if (noAuth) return undefined;
  return login === undefined ? credentialsInFiles(target, env, askHelper) : { kind: 'login', ...login };
}

/** A helper may have to ask the person: once for each registry. */
function remembered(ask: AskHelper): AskHelper {
  const answers = new Map<string, ReturnType<AskHelper>>();
  return (helper, registry) => {
    const key = `${helper} ${registry}`;
    const answer = answers.get(key) ?? ask(helper, registry);
    answers.set(key, answer);
    return answer;
  };
}

/** Authorities that are named count besides those of the system, because token services and stores of blobs may have either. */
function trustOf(env: RegistryOptions['env'], authorities: string | undefined, insecure: boolean): Trust {
  const system = systemAuthorities(env);
  const ca = authorities === undefined ? system : [...[system ?? rootCertificates].flat(), authorities];
  return { ca, insecure, serverName: undefined };
}

async function authoritiesIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new ExtError('usage', message('error.cannot-read', { file }), { because: systemReason(cause), cause });
  });
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new ExtError('usage', message('cluster.bad-ca', { origin: file }));
  return text;
}

/** What the bytes of a manifest are: by what they say themselves, else by what the registry says. */
function described(bytes: Buffer, type: string): Descriptor {
  const text = bytes.toString('utf8');
  const { mediaType = type } = documentIn(text, indexIn) ?? documentIn(text, manifestIn) ?? {};
  return { mediaType, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, size: bytes.length };
}
