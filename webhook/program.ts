import { createServer } from 'node:http';
import type { Cluster } from '../shared/cluster/cluster.ts';
import { modesMap, webhookName } from '../shared/plan/webhook/manifest.ts';
import { createApp } from './app.ts';
import type { Certification } from './certification.ts';
import { certifyByFiles } from './certify-by-files.ts';
import { certifyItself } from './certify-itself.ts';
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
import { knowClients, type ClientKnowledge } from './know-clients.ts';
import type { Log } from './log.ts';
import { countingLog, measureProcess, showFacts } from './measure.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createMutate } from './mutate.ts';
import { publishIdentity } from './publish-identity.ts';
import { listen, startServer, type WebhookServer } from './server.ts';
import { startClaims } from './start-claims.ts';
import { isKnownClient } from './tls/clients.ts';
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
    const certification = await certify(parts, signal);
    const clients = config.clientCa === undefined ? undefined : await knowClients(config.clientCa, parts, signal);
    if (certification === undefined || signal.aborted) return;
    const { server, work } = await serve(parts, { certification, clients, health }, background.signal);
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

/** By a certificate that somebody else writes into a folder, or else by the webhook's own authority. */
function certify(parts: CountedParts, signal: AbortSignal): Promise<Certification | undefined> {
  const { tlsDir } = parts.config;
  return tlsDir === undefined ? certifyItself(parts, signal) : certifyByFiles(tlsDir, parts, signal);
}

interface Standing {
  readonly certification: Certification;
  readonly clients: ClientKnowledge | undefined;
  readonly health: Health;
}

interface Serving {
  readonly server: WebhookServer;
  /** Everything that goes on beside it, until it has ended. */
  readonly work: Promise<unknown>;
}

/** Starts the server and everything that goes on beside it until the signal aborts. */
async function serve(parts: CountedParts, { certification, clients, health }: Standing, signal: AbortSignal): Promise<Serving> {
  const { config, log, cluster, metrics } = parts;
  const { address, namespace, port, limits, times } = config;
  const leader = leaderOf(parts);
  const told = { cluster, name: modesMap, namespace, log };
  const modes = new Modes({ ...told, retryPause: times.retryPause });
  const { source, caches, index, publishers, isOld, work: facts } = startFacts(parts, { health, leader, lists: () => modes.lists }, signal);
  const events = eventsOf(parts);
  const { tell } = events;
  const { claims, work: claiming } = startClaims(parts, { caches, index, publishers, leader, health, tell }, signal);
  const gate = new Gate(limits.inFlight);
  const app = appOf(parts, { facts: source, gate, modes, claims, tell, isOld });
  const options = { address, port, ...limits, times, clientAuthority: clients?.authority };
  const server = await startServer(app, certification.pair, options);
  health.set('serving', true);
  showFacts(metrics);
  measureProcess(metrics, gate, signal);
  const work = Promise.all([
    facts,
    claiming,
    leader.run(signal),
    certification.keep({ server, leader, health }, signal),
    clients?.keep(server, signal),
    modes.run(signal),
    events.run(signal),
    publishIdentity({ ...told, published: () => modes.status, publishers, leader, interval: times.certificateCheck }, signal),
  ]);
  return { server, work };
}

function eventsOf({ cluster, config, holder, now, log }: ProgramParts): Events {
  const { eventEvery: interval, eventCount: countAfter } = config.times;
  return new Events({ cluster, holder, interval, countAfter, now, log });
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
  return createApp({
    isKnown: (client) => config.clientCa === undefined || isKnownClient(client, config.clientNames),
    routes: {
      '/validate': {
        decide: createValidate({ facts, modeOf: modes.of, metrics, claims, tell, isOld }),
        whenFailed: failedClosed,
      },
      '/mutate': { decide: createMutate({ facts }), whenFailed: failedOpen },
    },
    intake: createIntake(limits),
    gate,
    metrics,
    limits,
    patience: { usual: times.review, margin: times.reviewMargin },
    log,
  });
}
