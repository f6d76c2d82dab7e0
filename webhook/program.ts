import { createServer } from 'node:http';
import type { Cluster } from '../shared/cluster/cluster.ts';
import { authoritySecret, webhookName } from '../shared/plan/webhook/manifest.ts';
import { createApp } from './app.ts';
import { createIntake } from './body.ts';
import type { Config } from './config.ts';
import { Catalogues } from './facts/catalogues.ts';
import { createCaches, everyCache } from './facts/caches.ts';
import { createFactSource, type FactSource } from './facts/index.ts';
import { keepCaches } from './facts/keep-caches.ts';
import { LiveReads } from './facts/live-reads.ts';
import { PackageIndex } from './facts/package-index.ts';
import { Gate } from './gate.ts';
import { createHealth, probesOf, type Health } from './health.ts';
import { errorData, type Log } from './log.ts';
import { defaultModes } from '../shared/policy/modes.ts';
import { createMutate } from './mutate.ts';
import { pause } from './pause.ts';
import { listen, startServer, type WebhookServer } from './server.ts';
import { ensureAuthority } from './tls/authority.ts';
import { mintLeaf, type KeyPair, type Leaf } from './tls/certificates.ts';
import { provesItself } from './tls/handshake.ts';
import { Identity } from './tls/identity.ts';
import { keepLeaf } from './tls/keep-leaf.ts';
import { keepPublished, registrations } from './tls/publish.ts';
import { createFindSubject } from './subject.ts';
import { createValidate } from './validate.ts';
import { failedClosed, failedOpen } from './verdicts.ts';

/** What the program is given. */
export interface ProgramParts {
  readonly config: Config;
  readonly cluster: Cluster;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A number from 0 to 1. */
  readonly chance: () => number;
}

/** Runs the webhook until the signal aborts; then it drains and returns. */
export async function runProgram(parts: ProgramParts, signal: AbortSignal): Promise<void> {
  const { config, log } = parts;
  const health = createHealth(['serving', 'catalogues', 'objects', 'bundle', 'certificate']);
  const probes = createServer(probesOf(health));
  await listen(probes, config.probePort, config.address);
  const background = new AbortController();
  try {
    const authority = await authorityOf(parts, signal);
    if (authority === undefined) return;
    const server = await serve(parts, { authority, health }, background.signal);
    log('serving', { port: server.port });
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    health.set('serving', false);
    log('draining');
    await server.drain();
  } finally {
    background.abort();
    probes.close();
    probes.closeAllConnections();
  }
}

/** Whatever is wrong with the authority, the next try may find it put right; undefined where the signal came first. */
async function authorityOf(parts: ProgramParts, signal: AbortSignal): Promise<KeyPair | undefined> {
  const { log, config } = parts;
  while (!signal.aborted) {
    try {
      return await keptAuthority(parts);
    } catch (error) {
      log('authority.failed', errorData(error));
      await pause(config.times.retryPause, signal);
    }
  }
  return undefined;
}

/** The authority of all replicas, as the Secret has it now. */
function keptAuthority({ cluster, config, now }: ProgramParts): Promise<KeyPair> {
  const { namespace, times } = config;
  return ensureAuthority(cluster, { namespace, secret: authoritySecret, life: times.authorityLife }, now());
}

interface Standing {
  readonly authority: KeyPair;
  readonly health: Health;
}

/** Starts the server and everything that goes on beside it until the signal aborts. */
async function serve(parts: ProgramParts, { authority, health }: Standing, signal: AbortSignal): Promise<WebhookServer> {
  const { config, log, cluster, now, chance } = parts;
  const { address, namespace, port, limits, times } = config;
  const serverName = `${webhookName}.${namespace}.svc`;
  const mint = (by: KeyPair) => mintLeaf(by, [serverName, `${serverName}.cluster.local`], { from: now(), life: times.leafLife });
  const leaf = await mint(authority);
  const live = new LiveReads({ longest: times.liveRead, log });
  const index = new PackageIndex({ cluster, live, log });
  const caches = createCaches(
    { cluster, retryPause: times.retryPause, watchLife: times.watchLife, clock: () => performance.now(), log },
    { onGlobal: config.role === 'global' },
  );
  const server = await startServer(appOf(parts, createFactSource({ cluster, packages: index, caches, live })), leaf, {
    address,
    port,
    ...limits,
    times,
  });
  const use = (next: Leaf) => server.useCertificate(next);
  const identity = new Identity(authority, { kept: () => keptAuthority(parts), mint, use, log });
  health.set('serving', true);
  const place = { host: address || 'localhost', port: server.port, serverName, patience: times.tlsHandshake };
  const look = async () => health.set('certificate', await provesItself(place, identity.bundle));
  const catalogues = new Catalogues({ cluster, index, times, log, chance, onSynced: () => health.set('catalogues', true) });
  void catalogues.run(signal);
  void keepCaches(everyCache(caches), { health, times }, signal);
  void publish(parts, { identity, health }, signal);
  void keepLeaf(leaf, { mint: () => identity.mint(), use, now, chance, interval: times.certificateCheck, log }, signal);
  void everyNow(look, times.certificateCheck, signal);
  return server;
}

function appOf({ config, log }: ProgramParts, facts: FactSource) {
  const { limits, times } = config;
  const subjectOf = createFindSubject();
  return createApp({
    routes: {
      '/validate': { decide: createValidate({ subjectOf, facts, modeOf: defaultModes }), whenFailed: failedClosed },
      '/mutate': { decide: createMutate({ subjectOf, facts }), whenFailed: failedOpen },
    },
    intake: createIntake(limits),
    gate: new Gate(limits.inFlight),
    limits,
    patience: { usual: times.review, margin: times.reviewMargin },
    log,
  });
}

interface Published {
  readonly identity: Identity;
  readonly health: Health;
}

function publish({ config, cluster, log }: ProgramParts, { identity, health }: Published, signal: AbortSignal): Promise<void> {
  const right = new Set<string>();
  return keepPublished(
    {
      cluster,
      name: webhookName,
      bundle: identity.bundle,
      reread: () => identity.reread(),
      retryPause: config.times.retryPause,
      log,
      onLook({ plural }, isRight) {
        if (isRight) right.add(plural);
        else right.delete(plural);
        health.set('bundle', right.size === registrations.length);
      },
    },
    signal,
  );
}

/** Does something at once and again and again until the signal aborts. */
async function everyNow(work: () => Promise<void>, interval: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await work();
    await pause(interval, signal);
  }
}
