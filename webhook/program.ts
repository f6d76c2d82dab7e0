import { createServer } from 'node:http';
import type { Cluster } from '../shared/cluster/cluster.ts';
import { authoritySecret, modesMap, webhookName } from '../shared/plan/webhook/manifest.ts';
import { createApp } from './app.ts';
import type { Claims } from './claims.ts';
import { createIntake } from './body.ts';
import type { Config } from './config.ts';
import type { FactSource } from './facts/index.ts';
import { startFacts } from './facts/start-facts.ts';
import { Events, type Tell } from './events.ts';
import { Gate } from './gate.ts';
import { createHealth, probesOf, type Health } from './health.ts';
import { Leader } from './leader.ts';
import { Modes } from './keep-modes.ts';
import { errorData, type Log } from './log.ts';
import { countingLog, measureProcess, measureStanding, showFacts } from './measure.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createMutate } from './mutate.ts';
import { pause } from './pause.ts';
import { publishIdentity } from './publish-identity.ts';
import { listen, startServer, type WebhookServer } from './server.ts';
import { startClaims } from './start-claims.ts';
import { createFindSubject } from './subject.ts';
import { ensureTrust, type AuthorityPlace, type Trust } from './tls/authority.ts';
import { mintLeaf, type KeyPair, type Leaf } from './tls/certificates.ts';
import { provesItself } from './tls/handshake.ts';
import { Identity } from './tls/identity.ts';
import { keepLeaf } from './tls/keep-leaf.ts';
import { keepTrust } from './tls/keep-trust.ts';
import { Publication } from './tls/publication.ts';
import { keepPublished } from './tls/publish.ts';
import { createValidate } from './validate.ts';
import { failedClosed, failedOpen } from './verdicts.ts';

/** What the program is given. */
export interface ProgramParts {
  readonly config: Config;
  readonly cluster: Cluster;
  readonly log: Log;
  /** Of this replica: no two are the same. */
  readonly holder: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds, of a clock that only goes forward. */
  readonly clock: () => number;
  /** A number from 0 to 1. */
  readonly chance: () => number;
}

/** Runs the webhook until the signal aborts; then it drains and returns. */
export async function runProgram(given: ProgramParts, signal: AbortSignal): Promise<void> {
  const metrics = createMetrics();
  const parts = { ...given, metrics, log: countingLog(given.log, metrics) };
  const { config, log } = parts;
  const health = createHealth(['serving', 'catalogues', 'objects', 'claims', 'bundle', 'certificate']);
  const probes = createServer(probesOf(health, metrics));
  await listen(probes, config.probePort, config.address);
  const background = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  try {
    const trust = await trustOf(parts, signal);
    if (trust === undefined) return;
    const { server, work } = await serve(parts, { trust, health }, background.signal);
    running = work;
    log('serving', { port: server.port });
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    health.set('serving', false);
    log('draining');
    await server.drain();
  } finally {
    background.abort();
    await running;
    probes.close();
    probes.closeAllConnections();
  }
}

/** With what is counted on the way. */
interface CountedParts extends ProgramParts {
  readonly metrics: Metrics;
}

/** Whatever is wrong with the authority, the next try may find it put right; undefined where the signal came first. */
async function trustOf(parts: ProgramParts, signal: AbortSignal): Promise<Trust | undefined> {
  const { log, config } = parts;
  while (!signal.aborted) {
    try {
      return await keptTrust(parts);
    } catch (error) {
      log('authority.failed', errorData(error));
      await pause(config.times.retryPause, signal);
    }
  }
  return undefined;
}

/** What all replicas share, as the Secret has it now; where it has nothing, what this one has. */
function keptTrust({ cluster, config, now }: ProgramParts, own?: KeyPair): Promise<Trust> {
  return ensureTrust(cluster, placeOf(config), { now: now(), own });
}

function placeOf({ namespace, times }: Config): AuthorityPlace {
  return { namespace, secret: authoritySecret, life: times.authorityLife };
}

interface Standing {
  readonly trust: Trust;
  readonly health: Health;
}

interface Serving {
  readonly server: WebhookServer;
  /** Everything that goes on beside it, until it has ended. */
  readonly work: Promise<unknown>;
}

/** Starts the server and everything that goes on beside it until the signal aborts. */
async function serve(parts: CountedParts, { trust, health }: Standing, signal: AbortSignal): Promise<Serving> {
  const { config, log, now, chance, cluster, clock, metrics } = parts;
  const { address, namespace, port, limits, times } = config;
  const serverName = `${webhookName}.${namespace}.svc`;
  const mint = (by: KeyPair) => mintLeaf(by, [serverName, `${serverName}.cluster.local`], { from: now(), life: times.leafLife });
  const leaf = await mint(trust.current);
  const leader = leaderOf(parts);
  const told = { cluster, name: modesMap, namespace, log };
  const modes = new Modes({ ...told, retryPause: times.retryPause });
  const { source, caches, index, publishers, isOld, work: facts } = startFacts(parts, { health, leader, lists: () => modes.lists }, signal);
  const events = new Events({ cluster, holder: parts.holder, interval: times.eventEvery, countAfter: times.eventCount, now, log });
  const { tell } = events;
  const { claims, work: claiming } = startClaims(parts, { caches, index, publishers, leader, health, tell }, signal);
  const gate = new Gate(limits.inFlight);
  const server = await startServer(appOf(parts, { facts: source, gate, modes, claims, tell, isOld }), leaf, {
    address,
    port,
    ...limits,
    times,
  });
  const use = (next: Leaf) => server.useCertificate(next);
  const identity = new Identity({ trust, leaf }, { kept: (own) => keptTrust(parts, own), mint, use, log });
  health.set('serving', true);
  const place = { host: address || 'localhost', port: server.port, serverName, patience: times.tlsHandshake };
  const look = async () => health.set('certificate', await provesItself(place, identity.bundle));
  const publication = new Publication(clock);
  showFacts(metrics);
  measureProcess(metrics, gate, signal);
  measureStanding(metrics, { identity, publication, leader, now });
  const trustParts = {
    cluster,
    place: placeOf(config),
    identity,
    leader,
    publication,
    settle: times.bundleSettle,
    leafLife: times.leafLife,
  };
  const work = Promise.all([
    facts,
    claiming,
    leader.run(signal),
    publish(parts, { identity, leader, publication, health }, signal),
    keepTrust({ ...trustParts, interval: times.certificateCheck, now, log }, signal),
    keepLeaf({ identity, now, chance, interval: times.certificateCheck, log }, signal),
    modes.run(signal),
    events.run(signal),
    publishIdentity({ ...told, published: () => modes.status, publishers, leader, interval: times.certificateCheck }, signal),
    everyNow(look, times.certificateCheck, signal),
  ]);
  return { server, work };
}

function leaderOf({ cluster, config, holder, now, clock, log }: ProgramParts): Leader {
  const { namespace, times } = config;
  const { leaseLife, leaderRenew: renewEvery } = times;
  return new Leader({ cluster, name: webhookName, namespace, holder, leaseLife, renewEvery, now, clock, log });
}

interface Deciding {
  readonly facts: FactSource;
  readonly gate: Gate;
  readonly modes: Modes;
  readonly claims: Claims;
  readonly tell: Tell;
  readonly isOld: () => boolean;
}

function appOf({ config, log, metrics }: CountedParts, { facts, gate, modes, claims, tell, isOld }: Deciding) {
  const { limits, times } = config;
  const subjectOf = createFindSubject();
  return createApp({
    routes: {
      '/validate': {
        decide: createValidate({ subjectOf, facts, modeOf: modes.of, metrics, claims, tell, isOld }),
        whenFailed: failedClosed,
      },
      '/mutate': { decide: createMutate({ subjectOf, facts }), whenFailed: failedOpen },
    },
    intake: createIntake(limits),
    gate,
    metrics,
    limits,
    patience: { usual: times.review, margin: times.reviewMargin },
    log,
  });
}

interface Published {
  readonly identity: Identity;
  readonly leader: Leader;
  readonly publication: Publication;
  readonly health: Health;
}

function publish(parts: ProgramParts, { identity, leader, publication, health }: Published, signal: AbortSignal): Promise<void> {
  const { config, cluster, log } = parts;
  return keepPublished(
    {
      ...{ cluster, name: webhookName, identity, leader, retryPause: config.times.retryPause, log },
      onLook(resource, standing) {
        publication.look(resource, standing);
        health.set('bundle', publication.isTrusted);
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
