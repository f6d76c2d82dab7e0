import { parseArgs } from 'node:util';
import { durationOf } from '../shared/model/duration.ts';
import { webhookNamespace } from '../shared/plan/webhook/manifest.ts';
import { reviewSeconds } from '../shared/plan/webhook/registrations.ts';
import { ports } from '../shared/plan/webhook/workload.ts';
import { ExtError } from '../shared/errors.ts';
import { message } from '../shared/messages/message.ts';
import type { PlatformRole } from '../shared/policy/rule.ts';
import type { BodyLimits } from './body.ts';
import type { CatalogueTimes } from './facts/catalogues.ts';
import type { JsonLimits } from './json.ts';
import type { ServerTimes } from './server.ts';

/** Every interval, in milliseconds. */
export interface Times extends ServerTimes, CatalogueTimes {
  /** How long the API server waits for a review where it does not say, and what of that the way back takes. */
  readonly review: number;
  readonly reviewMargin: number;
  /** How long a review waits for a package that has to be read first. */
  readonly liveRead: number;
  /** How long any other request to the API server may take. */
  readonly apiRequest: number;
  /** The server ends each watch after so long, and so gives a sign of life. */
  readonly watchLife: number;
  /** A watch that is silent for so long is checked against a new list. */
  readonly watchSilence: number;
  /** What is remembered and was not heard of for so long is not relied on any more. */
  readonly staleFacts: number;
  readonly authorityLife: number;
  readonly leafLife: number;
  /** How often the leaf's age, the authority of all replicas, files of certificates and our own handshake are looked at. */
  readonly certificateCheck: number;
  /** How long a bundle has been published before a new authority signs: API servers have to hear of it. */
  readonly bundleSettle: number;
  /** So long a create may be under way to the store after its review: until then a claim without an object is believed. */
  readonly claimPatience: number;
  /** How often claims are compared with what is installed. */
  readonly janitorEvery: number;
  /** When a claim goes of which no object came, and one whose object has gone. */
  readonly claimOrphan: number;
  readonly claimVanished: number;
  /** Between two writes of Events, and between two of the same one. */
  readonly eventEvery: number;
  readonly eventCount: number;
  /** How often what is known of packages is saved. */
  readonly indexSave: number;
  /** How long a leader of whom nothing is heard stays one, and how often it renews that. */
  readonly leaseLife: number;
  readonly leaderRenew: number;
}

/** How much is borne. */
export interface Limits extends BodyLimits, JsonLimits {
  /** Reviews that are worked on at a time. */
  readonly inFlight: number;
  readonly connections: number;
  readonly requestsPerSocket: number;
}

/** All that can be set. */
export interface Config {
  /** The file that says how to reach the cluster; without it KUBECONFIG, or the account of the pod. */
  readonly kubeconfig?: string;
  /** The address to listen on; empty for all. */
  readonly address: string;
  /** What the cluster is to the platform: plugins are installed from the global one only. */
  readonly role: PlatformRole;
  readonly namespace: string;
  /** The name of the pod it runs in, by which it knows itself among those behind its Service; empty outside of one. */
  readonly pod: string;
  readonly port: number;
  readonly probePort: number;
  /** The folder of a mounted Secret whose certificate is used; without it the webhook makes its own. */
  readonly tlsDir?: string | undefined;
  /** The file with who signs the certificates of clients; without it everybody may ask. */
  readonly clientCa?: string | undefined;
  /** The common names of clients that may ask; where there are none, all whom the authority knows. */
  readonly clientNames: readonly string[];
  readonly times: Times;
  readonly limits: Limits;
}

const second = 1000;
const day = 24 * 3600 * second;
const mebibyte = 1024 * 1024;

/** What holds where nothing is set. */
export const defaultConfig: Config = {
  address: '',
  role: 'global',
  namespace: webhookNamespace,
  pod: '',
  port: ports.https,
  probePort: ports.probes,
  clientNames: [],
  times: {
    review: reviewSeconds * second,
    reviewMargin: 500,
    liveRead: 500,
    apiRequest: 30 * second,
    watchLife: 45 * second,
    watchSilence: 60 * second,
    staleFacts: 120 * second,
    retryPause: second,
    debounce: 2 * second,
    refresh: 60 * second,
    authorityLife: 365 * day,
    leafLife: 7 * day,
    certificateCheck: 10 * second,
    bundleSettle: 5 * second,
    eventEvery: second,
    eventCount: 10 * second,
    indexSave: 60 * second,
    claimPatience: 40 * second,
    janitorEvery: 2 * second,
    claimOrphan: 60 * second,
    claimVanished: 5 * second,
    leaseLife: 15 * second,
    leaderRenew: 2 * second,
    keepAlive: 120 * second,
    tlsHandshake: 5 * second,
    headers: 5 * second,
    request: 8 * second,
    connectionCheck: second,
    drainHold: 10 * second,
    drainQuiet: 2 * second,
    drainLimit: 40 * second,
  },
  limits: {
    body: 7 * mebibyte,
    receiving: 64 * mebibyte,
    inFlight: 64,
    connections: 1024,
    requestsPerSocket: 1000,
    depth: 128,
    values: 200_000,
    number: 400,
  },
};

/**
 * Reads the configuration: `--drain-hold=10s` before `EXT_WEBHOOK_DRAIN_HOLD=10s` before the default; times are durations, limits whole
 * numbers. Throws `usage` for a flag that does not exist or cannot have its value.
 */
export function readConfig(words: readonly string[], env: Readonly<Record<string, string | undefined>>): Config {
  const { address, role, namespace, pod, port, probePort, times, limits } = defaultConfig;
  const texts = ['kubeconfig', 'address', 'role', 'namespace', 'pod', 'port', 'probePort', 'tlsDir', 'clientCa', 'clientNames'];
  const flags = flagsIn(words, [...texts, ...Object.keys({ ...times, ...limits })].map(flagOf));
  const given = (key: string) => flags.get(flagOf(key)) ?? env[`EXT_WEBHOOK_${flagOf(key).replaceAll('-', '_').toUpperCase()}`];
  return {
    ...tlsFor(given),
    kubeconfig: given('kubeconfig'),
    address: given('address') ?? address,
    role: roleFor(given('role') ?? role),
    namespace: given('namespace') ?? namespace,
    pod: given('pod') ?? pod,
    port: portFor('port', given('port'), port),
    probePort: portFor('probePort', given('probePort'), probePort),
    times: mapped(times, (key, usual) => numberFor(key, given(key), { usual, parse: durationOf })),
    limits: mapped(limits, (key, usual) => numberFor(key, given(key), { usual, parse: countOf })),
  };
}

/** Names by which nobody is asked for would keep nobody out. */
function tlsFor(given: (key: string) => string | undefined): Pick<Config, 'tlsDir' | 'clientCa' | 'clientNames'> {
  const [tlsDir, clientCa, names = ''] = ['tlsDir', 'clientCa', 'clientNames'].map((key) => given(key) || undefined);
  const clientNames = names.split(',').map((name) => name.trim());
  if (names !== '' && (clientCa === undefined || clientNames.includes(''))) {
    throw new ExtError('usage', message('webhook.bad-flag', { flag: '--client-names', value: names }));
  }
  return { tlsDir, clientCa, clientNames: names === '' ? [] : clientNames };
}

function flagsIn(words: readonly string[], known: readonly string[]): ReadonlyMap<string, string> {
  const options = Object.fromEntries(known.map((flag) => [flag, { type: 'string' as const }]));
  try {
    const { values } = parseArgs({ args: [...words], options });
    return new Map(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch (error) {
    throw new ExtError('usage', message('error.failure', { what: error instanceof Error ? error.message : String(error) }));
  }
}

function mapped<Key extends string>(
  record: Readonly<Record<Key, number>>,
  change: (key: string, value: number) => number,
): Record<Key, number> {
  const entries = Object.entries<number>(record).map(([key, value]) => [key, change(key, value)]);
  return Object.fromEntries(entries) as Record<Key, number>;
}

interface Reading {
  readonly usual: number;
  readonly parse: (text: string) => number | undefined;
}

function numberFor(key: string, text: string | undefined, { usual, parse }: Reading): number {
  const value = text === undefined ? usual : parse(text);
  if (value === undefined) throw new ExtError('usage', message('webhook.bad-flag', { flag: `--${flagOf(key)}`, value: text ?? '' }));
  return value;
}

function roleFor(text: string): PlatformRole {
  if (text === 'global' || text === 'workload') return text;
  throw new ExtError('usage', message('webhook.bad-flag', { flag: '--role', value: text }));
}

function portFor(key: string, text: string | undefined, usual: number): number {
  const parse = (given: string) => (Number(given) <= 65_535 ? countOf(given) : undefined);
  return numberFor(key, text, { usual, parse });
}

function countOf(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** `drainHold` → `drain-hold` */
function flagOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
