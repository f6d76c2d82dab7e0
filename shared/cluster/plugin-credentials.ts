import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { Credentials, Identity, PluginServer } from './credentials.ts';
import type { ExecEntry, UserEntry } from './kubeconfig-file.ts';

/**
 * Credentials that an exec plugin or an auth provider (OIDC) supplies. Runs the plugin when first asked, once for all requests that
 * wait for it, and again after it expired or was refused.
 */
export function pluginCredentials(user: UserEntry, server: PluginServer, fixed: Omit<Identity, 'headers'>): Credentials {
  let config: Promise<KubeConfig> | undefined;
  let running: Promise<Identity> | undefined;
  const run = async (): Promise<Identity> => {
    try {
      config ??= configFor(user, server);
      const options: RequestOptions = {};
      await (await config).applyToHTTPSOptions(options);
      return { ...fixed, ...identityIn(options) };
    } catch (error) {
      throw pluginError(user, error);
    }
  };
  return {
    identity() {
      running ??= run().finally(() => (running = undefined));
      return running;
    },
    refused() {
      config = undefined;
    },
  };
}

/** client-node takes long to load, so only those pay for it who need its plugins. */
async function configFor({ exec, authProvider }: UserEntry, server: PluginServer): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'cluster', server: 'https://localhost', skipTLSVerify: false }],
    users: [{ name: 'user', exec: exec && execFor(exec, server), authProvider }],
    contexts: [{ name: 'context', cluster: 'cluster', user: 'user' }],
    currentContext: 'context',
  });
  return config;
}

/** client-node runs a plugin without the variable that says what is asked of it and which API version to answer in. */
function execFor(exec: ExecEntry, { env, cluster }: PluginServer) {
  const info = {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(exec.provideClusterInfo && { cluster }) },
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

function pluginError({ exec }: UserEntry, error: unknown): ExtError {
  const because = error instanceof Error ? error.message.trim() : String(error);
  if (exec === undefined) return new ExtError('unauthenticated', message('cluster.auth-provider'), { because, cause: error });
  const { command, installHint } = exec;
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
