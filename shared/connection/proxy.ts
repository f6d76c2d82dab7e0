import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { bypassesProxy } from './no-proxy.ts';

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy on the way to a server: the kubeconfig's `proxy-url` unconditionally, else HTTPS_PROXY or HTTP_PROXY unless NO_PROXY says
 * otherwise. Throws `failure` for a proxy that is no URL or speaks anything but plain HTTP to us.
 */
export function proxyFor(server: URL, configured: string | undefined, env: Environment): URL | undefined {
  if (configured !== undefined) return usable(configured, 'proxy-url');
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = either(env, name);
  if (value === undefined || bypassesProxy(server, either(env, 'NO_PROXY') ?? '')) return undefined;
  return usable(value, name);
}

/** A URL without user, password, query and trailing slash: fit to be shown. */
export function shown(url: URL): string {
  return withoutUser(`${url.protocol}//${url.host}${url.pathname}`);
}

/**
 * What somebody wrote for a URL, fit to be shown although it may be none: nothing up to the last `@`, because a password may hold
 * anything, no query and no trailing slash. It may lack the scheme.
 */
export function withoutUser(text: string): string {
  return text
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1')
    .replace(/[?#].*$/s, '')
    .replace(/\/$/, '');
}

function either(env: Environment, name: string): string | undefined {
  return env[name] || env[name.toLowerCase()] || undefined;
}

function usable(value: string, origin: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(text)) throw new ExtError('failure', message('cluster.bad-proxy', { origin }));
  const url = new URL(text);
  if (url.protocol === 'http:') return url;
  const scheme = url.protocol.slice(0, -1);
  throw new ExtError('failure', message('cluster.proxy-scheme', { scheme, proxy: shown(url), origin }), {
    hints: [message('cluster.proxy-scheme-hint', { origin })],
  });
}
