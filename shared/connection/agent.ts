import http from 'node:http';
import https from 'node:https';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import type { Destination } from './connection-error.ts';
import { type ClientCertificate, type Trust, tlsOptions } from './tls.ts';

const pooling = {
  keepAlive: true,
  // Load balancers drop idle connections without a word; a short life makes it unlikely to be handed a dead one.
  timeout: 30_000,
  // The default of 250 ms gives up on addresses that are merely far away.
  autoSelectFamilyAttemptTimeout: 2000,
};

/**
 * Makes the pool of connections to one server as one identity, through a proxy where there is one. The signal ends what is being asked
 * of a proxy. Throws as `tlsOptions`.
 */
export function agentFor({ server, proxy }: Destination, trust: Trust, identity: ClientCertificate, signal: AbortSignal): http.Agent {
  const isSecure = server.protocol === 'https:';
  const options = { ...pooling, ...(isSecure && tlsOptions(trust, identity)) };
  if (proxy === undefined) return isSecure ? new https.Agent(options) : new http.Agent(options);
  const proxied = { ...options, proxy, proxyRequestOptions: { headers: {}, signal } };
  return isSecure ? new HttpsProxyAgent(proxied) : new HttpProxyAgent(proxied);
}
