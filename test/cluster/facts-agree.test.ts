import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { observeFacts, type FactsOf, type JudgedObject } from '../../shared/actions/observe-facts.ts';
import { configMaps } from '../../shared/model/config-map.ts';
import { isFact, type FactName } from '../../shared/model/facts.ts';
import { packageListKeys } from '../../shared/model/package-lists.ts';
import type { ModuleInfoStatus } from '../../shared/model/module-info.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { policy } from '../../shared/policy/index.ts';
import { judge, type Judgement } from '../../shared/policy/judge.ts';
import type { Operation } from '../../shared/policy/rule.ts';
import { defaultConfig } from '../../webhook/config.ts';
import type { FactSource } from '../../webhook/facts/index.ts';
import { startFacts } from '../../webhook/facts/start-facts.ts';
import { createHealth } from '../../webhook/health.ts';
import { Modes } from '../../webhook/keep-modes.ts';
import { createMetrics } from '../../webhook/metrics.ts';
import { aSubscription } from '../support/builders.ts';
import { until, useLab } from '../support/lab.ts';
import { aModuleInfo } from '../support/module-builders.ts';

/*
 * Both programs ask the same law. Here the facts that one reads for a command, and those that the other remembers from lists and watches, have to
 * lead to the same findings about two hundred writes.
 */

const count = 200;
const lab = useLab({ keep: true });
const stop = new AbortController();
let remembered: FactSource;
let namespace: string;
let work: Promise<unknown>;

/** What an administrator says of publishers: of a package that another one publishes, and of one that nobody knows. */
const lists = { [packageListKeys.alauda]: 'clickhouse-operator', [packageListKeys.exempt]: 'nobody' };
const modesMap = { name: 'ext-webhook-modes', namespace: 'ext-system' };

beforeAll(async () => {
  namespace = await lab.namespace();
  await lab.admin.create(
    subscriptions,
    aSubscription({ metadata: { name: 'neighbour', namespace }, spec: { name: 'keda', source: 'custom' } }),
  );
  await lab.admin.patch(configMaps, modesMap, { data: lists });
  const health = createHealth(['objects', 'catalogues']);
  const modes = new Modes({ cluster: lab.admin, ...modesMap, retryPause: 100, log: () => {} });
  const parts = {
    cluster: lab.admin,
    config: defaultConfig,
    log: () => {},
    metrics: createMetrics(),
    clock: () => performance.now(),
    chance: () => 0.5,
  };
  const started = startFacts(parts, { health, leader: { isLeader: false }, lists: () => modes.lists }, stop.signal);
  remembered = started.source;
  work = Promise.all([started.work, modes.run(stop.signal)]);
  await until(async () => health.missing().length === 0 && modes.lists.exempt.length > 0);
});

afterAll(async () => {
  stop.abort();
  await work;
  await lab.admin.patch(configMaps, modesMap, { data: Object.fromEntries(Object.keys(lists).map((key) => [key, null])) });
});

const version = fc.constantFrom('v4.0.4', 'v4.0.15', 'v4.0.16', 'v4.1.0', 'v4.2.3', 'v4.3.0', 'v9');
const modules = fc
  .record({
    cluster: fc.constantFrom('global', 'business', 'edge-arm', 'nowhere'),
    plugin: fc.constantFrom('web-cli', 'gpu-device-plugin', 'nfs', 'cni', 'nobody'),
    version,
    config: fc.constantFrom({}, { custom: { pgpu_enable: true } }, { custom: { pgpu_enable: 'yes' } }, { other: 1 }),
  })
  .map(({ config, version: own, ...names }) => aModuleInfo({ ...names, spec: { version: own, config } }));
const status = fc.constantFrom<ModuleInfoStatus | undefined>(
  undefined,
  { version: 'v4.0.15', availableVersions: [{ version: 'v4.0.16' }] },
  { blockReasons: ['busy'] },
);
const operators = fc
  .record({
    name: fc.constantFrom('harbor-ce-operator', 'clickhouse-operator', 'keda', 'hermit-operator', 'nobody', 'somebody'),
    source: fc.constantFrom('platform', 'custom'),
    sourceNamespace: fc.constantFrom('cpaas-system', 'olm'),
    channel: fc.constantFrom('stable', 'edge', undefined),
    startingCSV: fc.constantFrom(undefined, 'harbor-ce-operator.v2.12.11', 'keda.v9'),
    installPlanApproval: fc.constantFrom('Manual' as const, 'Automatic' as const, undefined),
    targets: fc.constantFrom(undefined, '', 'a,b'),
    home: fc.constantFrom('mine', 'elsewhere'),
  })
  .map(({ targets, home, ...spec }) => {
    const annotations: Record<string, string> = targets === undefined ? {} : { 'cpaas.io/target-namespaces': targets };
    return aSubscription({ spec, metadata: { name: 'new', namespace: home === 'mine' ? namespace : 'elsewhere', annotations } });
  });

/** A new object, or another version of a stored one. */
interface Write {
  readonly object: JudgedObject;
  readonly operation: Operation<JudgedObject>;
}

const writes = fc.oneof(
  fc.oneof(modules, operators).map((object): Write => ({ object, operation: { type: 'CREATE' } })),
  fc.tuple(modules, version, status).map(([object, before, own]): Write => {
    const old = { ...object, spec: { version: before }, ...(own === undefined ? {} : { status: own }) };
    return { object, operation: { type: 'UPDATE', old } };
  }),
);

async function judgedBy(
  facts: (object: JudgedObject) => ReturnType<FactsOf> | Promise<ReturnType<FactsOf>>,
  { object, operation }: Write,
): Promise<Judgement> {
  return judge(operation, object, await facts(object));
}

/** Every fact that any rule about the kind asks for. */
function factNames({ kind }: JudgedObject): readonly FactName[] {
  return [...new Set(policy[kind].flatMap(({ needs }) => needs).filter(isFact))];
}

it(`what a command reads and what the webhook remembers give the same findings about ${count} writes`, async () => {
  const all = fc.sample(writes, { numRuns: count, seed: 4 });
  const read = await observeFacts(
    lab.admin,
    all.map(({ object }) => object),
    { catalogNamespaces: [] },
  );
  const fromMemory = (object: JudgedObject) => remembered.gather(object, factNames(object), { budget: 2000, fresh: false });
  const differing: unknown[] = [];
  const found = new Set<string>();
  for (const write of all) {
    const [command, webhook] = await Promise.all([judgedBy(read, write), judgedBy(fromMemory, write)]);
    if (JSON.stringify(command) !== JSON.stringify(webhook)) differing.push({ write, command, webhook });
    for (const { rule } of command.findings) found.add(rule);
  }
  expect(differing).toEqual([]);
  // Two programs that found nothing would agree too.
  expect(found.size).toBeGreaterThan(10);
});

it.each<[string, string, boolean | undefined]>([
  ['harbor-ce-operator', 'platform', true],
  ['clickhouse-operator', 'platform', true],
  ['keda', 'custom', false],
  ['hermit-operator', 'custom', true],
  ['nobody', 'custom', false],
  ['somebody', 'custom', undefined],
])('both know alike whether %s of catalogue %s is Alauda’s: %s', async (name, source, expected) => {
  const object = aSubscription({ spec: { name, source } });
  const { publishedByAlauda: ofCommand } = (await observeFacts(lab.admin, [object], { catalogNamespaces: [] }))(object);
  const { publishedByAlauda: ofWebhook } = await remembered.gather(object, ['publishedByAlauda'], { budget: 2000, fresh: false });
  expect([ofCommand, ofWebhook]).toEqual([expected, expected]);
});
