import { unescape } from 'node:querystring';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { Api } from './api.ts';
import { checkTarget } from './check-target.ts';
import { Client } from './client.ts';
import type { Cluster } from './cluster.ts';
import type { ConnectOptions } from './connect-options.ts';
import { type PluginServer, credentialsOf, impersonationHeaders } from './credentials.ts';
import { durationOf } from '../model/duration.ts';
import type { UserEntry } from './kubeconfig-file.ts';
import { proxyFor, shown, withoutUser } from '../connection/proxy.ts';
import { RequestLog } from '../connection/request-log.ts';
import { type Target, chooseTarget } from './target.ts';
import { Transport } from './transport.ts';
import type { Trust } from '../connection/tls.ts';
import { trustOf } from './trust.ts';

const connectTimeout = 10_000;
const largestAnswer = 256 * 1024 * 1024;
const pauses = { firstPause: 250, longestPause: 5000 };

/**
 * Makes a Cluster of what the flags, the kubeconfig and the environment say; the server is not asked yet. Throws `usage` for a flag
 * that names something unknown, `failure` for a configuration that is missing or cannot be used, `unauthenticated` for credentials
 * that cannot be had.
 */
export async function connect(options: ConnectOptions): Promise<Cluster> {
  const target = await chooseTarget(options);
  checkTarget(target);
  const server = serverOf(target);
  const requestTimeout = requestTimeoutOf(options);
  const trust: Trust =
    server.protocol === 'https:' ? await trustOf(target, options.env) : { ca: undefined, insecure: false, serverName: undefined };
  // Credentials are not shown to a server that cannot prove who it is.
  const user = server.protocol === 'https:' ? withUrlUser(target.user, server) : {};
  const credentials = await credentialsOf(user, pluginServer(target, trust, options));
  const address = shown(server);
  const transport = new Transport({
    server,
    proxy: proxyFor(server, target.cluster.proxyUrl, options.env),
    trust,
    headers: { 'user-agent': options.userAgent, ...impersonationHeaders(target.user) },
    compression: !target.cluster.disableCompression,
    connectTimeout,
    requestTimeout,
    largestAnswer,
    log: new RequestLog(options, address),
  });
  const context = target.context ?? address;
  return new Client({
    api: new Api({
      transport,
      credentials,
      asked: { context, server: address },
      onWarning: options.onWarning ?? (() => {}),
      signal: options.signal,
    }),
    context,
    server: address,
    namespace: target.namespace,
    fieldManager: options.fieldManager,
    timing: { silence: options.watchSilence ?? 30_000, ...pauses },
  });
}

function requestTimeoutOf(options: ConnectOptions): number {
  const requestTimeout = options.requestTimeout || '0';
  const milliseconds = durationOf(requestTimeout);
  if (milliseconds === undefined) throw new ExtError('usage', message('cluster.bad-timeout', { value: requestTimeout }));
  return milliseconds;
}

/** A server without a scheme is asked over http, as kubectl does whatever else the kubeconfig says. */
function serverOf({ cluster: { server } }: Target): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `http://${server}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw new ExtError('failure', message('cluster.bad-server', { server: withoutUser(server) }));
}

function withUrlUser(user: UserEntry, { username, password }: URL): UserEntry {
  const isKnown = user.token ?? user.tokenFile ?? user.username ?? user.exec ?? user.authProvider;
  if (username === '' || isKnown !== undefined) return user;
  return { ...user, username: unescape(username), password: unescape(password) };
}

function pluginServer({ cluster }: Target, { ca, insecure, serverName }: Trust, { env, signal }: ConnectOptions): PluginServer {
  const extension = cluster.extensions?.['client.authentication.k8s.io/exec'];
  return {
    env,
    signal,
    cluster: {
      server: cluster.server,
      'tls-server-name': serverName,
      'insecure-skip-tls-verify': insecure || undefined,
      'certificate-authority-data': typeof ca === 'string' ? Buffer.from(ca).toString('base64') : undefined,
      'proxy-url': cluster.proxyUrl,
      config: extension,
    },
  };
}
