import type { Cluster } from '../shared/cluster/cluster.ts';
import { webhookName } from '../shared/plan/webhook/manifest.ts';
import type { Config } from './config.ts';
import type { Health } from './health.ts';
import type { Leader } from './leader.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { WebhookServer } from './server.ts';
import type { KeyPair } from './tls/certificates.ts';
import { provesItself } from './tls/handshake.ts';

/** What a certificate is come by with. */
export interface CertificationParts {
  readonly config: Config;
  readonly cluster: Cluster;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds, of a clock that only goes forward. */
  readonly clock: () => number;
  /** A number from 0 to 1. */
  readonly chance: () => number;
}

/** What a certificate is kept for. */
export interface Certified {
  readonly server: WebhookServer;
  readonly leader: Leader;
  readonly health: Health;
}

/** How the server comes by its certificate. */
export interface Certification {
  /** The one that it begins with. */
  readonly pair: KeyPair;
  /** Keeps the certificate, and whoever is to trust it, as they have to be until the signal aborts. Says whether they are. */
  keep(certified: Certified, signal: AbortSignal): Promise<unknown>;
}

/** Whom the API server asks for. */
export function serverNameIn({ namespace }: Pick<Config, 'namespace'>): string {
  return `${webhookName}.${namespace}.svc`;
}

/** Whether the server can prove itself to whoever trusts only this authority. */
export function proverOf({ config }: Pick<CertificationParts, 'config'>, { port }: WebhookServer): (authority: string) => Promise<boolean> {
  const { address, times } = config;
  const place = { host: address || 'localhost', port, serverName: serverNameIn(config), patience: times.tlsHandshake };
  return (authority) => provesItself(place, authority);
}
