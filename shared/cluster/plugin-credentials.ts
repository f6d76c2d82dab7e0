import { EventEmitter } from 'node:events';
import type { RequestOptions } from 'node:https';
import { isatty } from 'node:tty';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { Credentials, Identity, PluginServer } from './credentials.ts';
import type { ExecEntry } from './kubeconfig-file.ts';

/**
 * Credentials that an exec plugin supplies. Runs it when first asked, once for all requests that wait for it, and again after they expired
 * or were refused.
 */
export function pluginCredentials(exec: ExecEntry, server: PluginServer, fixed: Omit<Identity, 'headers'>): Credentials {
  let source: Promise<Source> | undefined;
  let running: Promise<Identity> | undefined;
  const run = async (): Promise<Identity> => {
    try {
      source ??= execSource(exec, server);
      const options: RequestOptions = {};
      await (
        await source
      )(options);
      return { ...fixed, ...identityIn(options) };
    } catch (error) {
      throw pluginError(exec, error);
    }
  };
  return {
    identity() {
      running ??= run().finally(() => (running = undefined));
      return running;
    },
    refused() {
      source = undefined;
    },
  };
}

/** Puts credentials into the options of a request; remembers them while they are good. */
type Source = (options: RequestOptions) => Promise<void>;

/** client-node takes long to load, so only those pay for it who need its plugins. */
async function execSource(exec: ExecEntry, server: PluginServer): Promise<Source> {
  const { ExecAuth } = await import('@kubernetes/client-node/dist/exec_auth.js');
  const interactive = isInteractive(exec);
  const auth = new ExecAuth();
  const spawn: unknown = Reflect.get(auth, 'execFn');
  if (!isSpawn(spawn)) throw new Error('client-node runs plugins in another way');
  Object.defineProperty(auth, 'execFn', { value: attached(spawn, interactive, server.signal) });
  const user = { name: 'user', exec: execFor(exec, server, interactive) };
  return (options) => auth.applyAuthentication(user, options);
}

/** Whether the plugin may ask the person; throws where it has to and there is none. */
function isInteractive({ interactiveMode }: ExecEntry): boolean {
  const isPossible = isatty(0);
  if (interactiveMode === 'Always' && !isPossible) throw new Error('interactiveMode is Always, and standard input is not a terminal');
  return isPossible && interactiveMode !== 'Never';
}

interface Plugin {
  readonly stderr: unknown;
  once(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown;
}

type Spawn = (command: string, args: readonly string[] | undefined, options: object) => Plugin;

function isSpawn(value: unknown): value is Spawn {
  return typeof value === 'function';
}

/**
 * client-node keeps what a plugin tells the person to itself and lets it wait for ever for an answer. This spawn connects the two, and
 * gives client-node the way the plugin ended in place of its words.
 */
function attached(spawn: Spawn, interactive: boolean, signal: AbortSignal | undefined): Spawn {
  return (command, args, options) => {
    const stdio = [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'];
    const plugin = spawn(command, args, { ...options, stdio, signal: signal?.aborted ? undefined : signal });
    const words = Object.assign(new EventEmitter(), { setEncoding: () => {} });
    plugin.once('exit', (code, killer) => words.emit('data', code === null ? `ended by ${killer}` : `exit code ${code}`));
    return Object.assign(plugin, { stderr: words });
  };
}

/** client-node runs a plugin without the variable that says what is asked of it and which API version to answer in. */
function execFor(exec: ExecEntry, { env, cluster }: PluginServer, interactive: boolean) {
  const info = {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive, ...(exec.provideClusterInfo && { cluster }) },
  };
  const inherited = Object.entries(env).map(([name, value]) => ({ name, value }));
  return { ...exec, env: [...inherited, ...exec.env, { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }] };
}

function identityIn({ headers, cert, key }: RequestOptions): Identity {
  const authorization = headers !== undefined && 'Authorization' in headers ? headers.Authorization : undefined;
  return {
    headers: typeof authorization === 'string' ? { authorization } : {},
    ...(typeof cert === 'string' && { cert }),
    ...(typeof key === 'string' && { key }),
  };
}

function pluginError({ command, installHint }: ExecEntry, error: unknown): ExtError {
  const because = error instanceof Error ? error.message.trim() : String(error);
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    const hints = installHint === undefined ? [] : [installHint];
    return new ExtError('unauthenticated', message('cluster.exec-missing', { command }), { because, hints, cause: error });
  }
  // What a plugin prints holds the credentials, and the parser quotes it in its errors.
  if (error instanceof SyntaxError || error instanceof TypeError) {
    return new ExtError('unauthenticated', message('cluster.exec-answer', { command }));
  }
  return new ExtError('unauthenticated', message('cluster.exec-failed', { command }), { because, cause: error });
}
