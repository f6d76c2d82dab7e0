import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExtError } from '../errors.ts';
import { systemReason } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';
import { entriesAt, textAt } from '../model/loose.ts';
import type { Credentials } from './credentials.ts';
import type { Target } from './target.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Asks a credential helper for the credentials of a registry; undefined where it has none. */
export type AskHelper = (helper: string, registry: string) => Promise<Credentials | undefined>;

/** Docker's registry under the name that `docker login` writes. */
const oldNames: ReadonlyMap<string, string> = new Map([['docker.io', 'https://index.docker.io/v1/']]);

/** The auth files of podman and docker, in the order in which they count. */
export function authFiles(env: Environment): string[] {
  const {
    REGISTRY_AUTH_FILE: named,
    XDG_RUNTIME_DIR: runtime,
    HOME: home,
    USERPROFILE: profile,
    DOCKER_CONFIG: docker,
    XDG_CONFIG_HOME: config,
  } = env;
  if (named) return [named];
  const own = home || profile;
  return [
    ...(runtime ? [join(runtime, 'containers', 'auth.json')] : []),
    ...(config ? [join(config, 'containers', 'auth.json')] : own ? [join(own, '.config', 'containers', 'auth.json')] : []),
    ...(docker ? [join(docker, 'config.json')] : own ? [join(own, '.docker', 'config.json')] : []),
  ];
}

/**
 * What auth files say of a repository: the first one that knows its registry decides, and in it the longest name that the repository begins
 * with. Throws `failure` for a file that cannot be read, and what the helper throws.
 */
export async function credentialsInFiles(target: Target, env: Environment, askHelper: AskHelper): Promise<Credentials | undefined> {
  for (const file of authFiles(env)) {
    const config = await configIn(file);
    const found = config === undefined ? undefined : await credentialsIn(config, target, askHelper);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function credentialsIn(config: unknown, target: Target, askHelper: AskHelper): Promise<Credentials | undefined> {
  const names = namesOf(target);
  const helper = names.map((name) => textAt(config, 'credHelpers', name)).find((name) => name !== undefined);
  if (helper !== undefined) return askHelper(helper, target.registry);
  const store = textAt(config, 'credsStore');
  const stored = store === undefined ? undefined : await askHelper(store, oldNames.get(target.registry) ?? target.registry);
  return stored ?? entryIn(config, names);
}

/** From the most to the least particular: `host/team/app`, `host/team`, `host`, and the URLs that docker writes. */
function namesOf({ registry, repository }: Target): string[] {
  const segments = repository.split('/');
  const paths = segments.map((_, at) => [registry, ...segments.slice(0, segments.length - at)].join('/'));
  return [...paths, registry, `https://${registry}`, `https://${registry}/`, `http://${registry}`, oldNames.get(registry) ?? ''];
}

function entryIn(config: unknown, names: readonly string[]): Credentials | undefined {
  const auths = new Map(entriesAt(config, 'auths'));
  const entry = names.map((name) => auths.get(name)).find((each) => each !== undefined);
  const identity = textAt(entry, 'identitytoken');
  if (identity !== undefined) return { kind: 'identity-token', token: identity };
  const token = textAt(entry, 'registrytoken');
  if (token !== undefined) return { kind: 'registry-token', token };
  const [username, password] = [textAt(entry, 'username'), textAt(entry, 'password')];
  if (username !== undefined && password !== undefined) return { kind: 'login', username, password };
  return loginIn(textAt(entry, 'auth'));
}

function loginIn(auth: string | undefined): Credentials | undefined {
  const text = Buffer.from(auth ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { kind: 'login', username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Undefined where there is no such file. What is in it is never quoted. */
async function configIn(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new ExtError('failure', message('error.cannot-read', { file }), { because: systemReason(error), cause: error });
  });
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ExtError('failure', message('registry.bad-auth-file', { file }));
  }
}
