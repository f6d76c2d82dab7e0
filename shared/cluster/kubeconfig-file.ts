import { dirname, resolve, sep } from 'node:path';
import { CORE_SCHEMA, loadAll, mergeTag } from 'js-yaml';
import { yamlFault } from '../files/yaml-fault.ts';
import { type Mapping, MalformedError, fileAt, isPresent, listAt, mappingAt, textAt, textsAt } from './fields.ts';

/** A server and how it is recognised. Files are absolute paths, `…Data` is base64. */
export interface ClusterEntry {
  readonly server?: string;
  readonly caFile?: string;
  readonly caData?: string;
  readonly insecure?: boolean;
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
  readonly disableCompression?: boolean;
  /** What other programs keep in the entry, by the name of the extension. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** How a user proves who they are. Files are absolute paths, `…Data` is base64. */
export interface UserEntry {
  readonly certFile?: string;
  readonly certData?: string;
  readonly keyFile?: string;
  readonly keyData?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly as?: string;
  readonly asUid?: string;
  readonly asGroups?: readonly string[];
  readonly asUserExtra?: Readonly<Record<string, readonly string[]>>;
  readonly exec?: ExecEntry;
  /** `{name, config}` of an auth provider, as it is in the file. */
  readonly authProvider?: Mapping;
}

/** A program that prints credentials. */
export interface ExecEntry {
  /** A bare name is looked up in PATH; a path is absolute. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly apiVersion: string;
  readonly installHint?: string;
  readonly provideClusterInfo?: boolean;
  /** `Never`, `IfAvailable` or `Always`; absent is `IfAvailable`. */
  readonly interactiveMode?: string;
}

/** Which cluster as which user, and the namespace to start in. */
export interface ContextEntry {
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
}

/** The content of one kubeconfig file, or of several merged. */
export interface Kubeconfig {
  readonly currentContext?: string;
  readonly contexts: ReadonlyMap<string, ContextEntry>;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
}

/** Reads the text of a kubeconfig; relative paths in it are relative to `file`. Throws MalformedError. */
export function parseKubeconfig(text: string, file: string): Kubeconfig {
  const root = mappingAt(documentOf(text), 'the document');
  if (root.kind !== undefined && root.kind !== 'Config') throw new MalformedError('kind is not Config');
  const folder = dirname(resolve(file));
  return {
    currentContext: textAt(root, 'current-context', ''),
    contexts: entriesAt(root, 'contexts', 'context', contextFrom),
    clusters: entriesAt(root, 'clusters', 'cluster', (entry, path) => clusterFrom(entry, path, folder)),
    users: entriesAt(root, 'users', 'user', (entry, path) => userFrom(entry, path, folder)),
  };
}

const schema = CORE_SCHEMA.withTags(mergeTag);

function documentOf(text: string): unknown {
  try {
    // As in kubectl, only the first document counts, and `<<` merges; but the others have to be YAML, too.
    return loadAll(text, { schema })[0];
  } catch (error) {
    const { line, reason } = yamlFault(error);
    throw new MalformedError(`line ${line}: ${reason}`);
  }
}

function contextFrom(entry: Mapping, path: string): ContextEntry {
  return { cluster: textAt(entry, 'cluster', path), user: textAt(entry, 'user', path), namespace: textAt(entry, 'namespace', path) };
}

function clusterFrom(entry: Mapping, path: string, folder: string): ClusterEntry {
  return {
    server: textAt(entry, 'server', path),
    caFile: fileAt(entry, 'certificate-authority', path, folder),
    caData: textAt(entry, 'certificate-authority-data', path),
    insecure: entry['insecure-skip-tls-verify'] === true,
    tlsServerName: textAt(entry, 'tls-server-name', path),
    proxyUrl: textAt(entry, 'proxy-url', path),
    disableCompression: entry['disable-compression'] === true,
    extensions: extensionsFrom(entry, path),
  };
}

function extensionsFrom(entry: Mapping, path: string): Record<string, unknown> {
  const named = listAt(entry, 'extensions', path).map((item) => mappingAt(item, `${path}.extensions`));
  return Object.fromEntries(named.map((item) => [textAt(item, 'name', `${path}.extensions`) ?? '', item.extension]));
}

function userFrom(entry: Mapping, path: string, folder: string): UserEntry {
  return {
    certFile: fileAt(entry, 'client-certificate', path, folder),
    certData: textAt(entry, 'client-certificate-data', path),
    keyFile: fileAt(entry, 'client-key', path, folder),
    keyData: textAt(entry, 'client-key-data', path),
    token: textAt(entry, 'token', path),
    tokenFile: fileAt(entry, 'tokenFile', path, folder),
    username: textAt(entry, 'username', path),
    password: textAt(entry, 'password', path),
    as: textAt(entry, 'as', path),
    asUid: textAt(entry, 'as-uid', path),
    asGroups: textsAt(entry, 'as-groups', path),
    asUserExtra: extraFrom(mappingAt(entry['as-user-extra'], `${path}.as-user-extra`), `${path}.as-user-extra`),
    exec: isPresent(entry.exec) ? execFrom(mappingAt(entry.exec, `${path}.exec`), `${path}.exec`, folder) : undefined,
    authProvider: isPresent(entry['auth-provider']) ? mappingAt(entry['auth-provider'], `${path}.auth-provider`) : undefined,
  };
}

function execFrom(entry: Mapping, path: string, folder: string): ExecEntry {
  const command = textAt(entry, 'command', path);
  if (command === undefined) throw new MalformedError(`${path}.command is missing`);
  return {
    command: command.includes(sep) ? resolve(folder, command) : command,
    args: textsAt(entry, 'args', path),
    env: listAt(entry, 'env', path).map((item, index) => {
      const variable = mappingAt(item, `${path}.env[${index}]`);
      return { name: textAt(variable, 'name', path) ?? '', value: textAt(variable, 'value', path) ?? '' };
    }),
    apiVersion: textAt(entry, 'apiVersion', path) ?? '',
    installHint: textAt(entry, 'installHint', path),
    provideClusterInfo: entry.provideClusterInfo === true,
    interactiveMode: textAt(entry, 'interactiveMode', path),
  };
}

function extraFrom(entry: Mapping, path: string): Record<string, readonly string[]> {
  return Object.fromEntries(Object.keys(entry).map((key) => [key, textsAt(entry, key, path)]));
}

function entriesAt<E>(parent: Mapping, list: string, key: string, read: (entry: Mapping, path: string) => E): Map<string, E> {
  const entries = new Map<string, E>();
  listAt(parent, list, '').forEach((item, index) => {
    const path = `${list}[${index}]`;
    const named = mappingAt(item, path);
    const name = textAt(named, 'name', path) ?? '';
    if (entries.has(name)) throw new MalformedError(`${path}.name is there twice: ${name}`);
    entries.set(name, read(mappingAt(named[key], `${path}.${key}`), `${path}.${key}`));
  });
  return entries;
}
