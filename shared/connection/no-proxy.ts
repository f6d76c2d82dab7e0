import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Whether NO_PROXY keeps a server away from the proxy, by the rules of Go's httpproxy: `*`, addresses, CIDR ranges, hosts with their
 * subdomains, `.domain` or `*.domain` for subdomains only, each with an optional port. This machine itself is never proxied.
 */
export function bypassesProxy(server: URL, noProxy: string): boolean {
  const host = unbracketed(server.hostname.toLowerCase()).replace(/\.$/, '');
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  if (host === 'localhost' || (isIP(host) !== 0 && ipaddr.process(host).range() === 'loopback')) return true;
  const entries = noProxy
    .toLowerCase()
    .split(',')
    .map((entry) => entry.trim());
  return entries.some((entry) => entry !== '' && matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (ipaddr.isValidCIDR(entry)) return inRange(host, entry);
  const { name, wantedPort } = split(entry);
  if (wantedPort !== undefined && wantedPort !== port) return false;
  if (isIP(name) !== 0) return isIP(host) !== 0 && sameAddress(name, host);
  if (name.startsWith('*.')) return host.endsWith(name.slice(1));
  if (name.startsWith('.')) return host.endsWith(name);
  return host === name || host.endsWith(`.${name}`);
}

function split(entry: string): { name: string; wantedPort?: string } {
  if (isIP(entry) !== 0) return { name: entry };
  const [, name = entry, wantedPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  return { name: unbracketed(name), wantedPort };
}

function inRange(host: string, range: string): boolean {
  if (isIP(host) === 0) return false;
  const address = ipaddr.process(host);
  const [network, bits] = ipaddr.parseCIDR(range);
  return address.kind() === network.kind() && address.match(network, bits);
}

function sameAddress(one: string, other: string): boolean {
  return ipaddr.process(one).toNormalizedString() === ipaddr.process(other).toNormalizedString();
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
