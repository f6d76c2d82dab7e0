import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { binariesIn, cacheFolder } from '../../scripts/control-plane/binaries.ts';
import { validatingWebhooks } from '../../scripts/control-plane/resources.ts';
import { undoAll, type Step } from '../../scripts/control-plane/undo.ts';
import { catalogSources } from '../../shared/model/catalog-source.ts';
import { clusterServiceVersions } from '../../shared/model/cluster-service-version.ts';
import { installPlans } from '../../shared/model/install-plan.ts';
import { moduleInfoes } from '../../shared/model/module-info.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { bundle } from '../platform/bundles/bundle.ts';
import { startWorld, type World } from '../platform/world.ts';
import { aSubscription } from '../support/builders.ts';
import { until, useLab } from '../support/lab.ts';
import { amount } from '../support/long-run.ts';
import { aModuleInfo } from '../support/module-builders.ts';
import { failuresIn, trialsAtOnce, trialsDuring, trialsOf, type Outcome } from '../support/trials.ts';
import { isReady, startWebhook, type RunningWebhook } from '../support/webhook.ts';

/* What the webhook cannot help: that every replica is dead, that there is no API server. Soon afterwards everything is right again. */

const undo: Step[] = [];
let world: World;
let webhook: RunningWebhook;

// Nobody else could work on such a cluster.
beforeAll(async () => {
  world = await startWorld(binariesIn(cacheFolder(process.env), process.env), { name: 'outages', shape: 'platform' });
  undo.push(() => world.stop());
  // What takes its time after an outage takes that here too, but `npm test` does not wait so long for a dead leader.
  const flags = ['--retry-pause=1s', '--leader-renew=2s', '--janitor-every=2s', `--lease-life=${amount({ short: 3, long: 15 })}s`];
  webhook = await startWebhook(world.plane, { flags });
  undo.push(() => webhook.stop());
  // The platform's own check refuses what package-server does not show, and what OLM makes for a dependency.
  await world.plane.admin.delete(validatingWebhooks, 'check-subscription.cpaas.io');
  // One of each kind that is followed.
  await world.plane.admin.create(moduleInfoes, aModuleInfo({ spec: { config: {} } }));
});
afterAll(() => undoAll(undo));

const lab = useLab({ kubeconfigOf: () => world.plane.kubernetes.kubeconfig, keep: true });

/** How long it may take until everything is right again, in milliseconds. */
const recovery = 30_000;

/** An operator of Alauda that needs another one, in a namespace of its own. */
async function offerWithDependency() {
  const namespace = await lab.namespace();
  const [name, needed] = [lab.name('operator'), lab.name('needed')];
  const each = { version: '1.0.0', annotations: { 'provider-type': 'platform' } };
  const requires = [{ package: needed, range: '>=1.0.0' }];
  await lab.offer(namespace, bundle({ ...each, package: name, requires }), bundle({ ...each, package: needed }));
  const [source] = await lab.admin.list(catalogSources, { namespace });
  return { namespace, needed, name, source: source?.metadata.name ?? '' };
}

it('with every replica dead OLM installs an operator and its dependency, which is Manual soon after one is back', async () => {
  const { namespace, needed, name, source } = await offerWithDependency();
  const spec = { name, source, sourceNamespace: namespace };
  const trials = trialsOf({ ...spec, namespace });

  await webhook.kill();
  const killed = Date.now();
  const dead = expect.stringContaining('failed calling webhook "subscriptions.ext.cpaas.io"');
  expect((await trialsAtOnce(lab.admin, trials, 3)).map(({ found }) => found)).toEqual([dead, dead, dead]);

  // The platform writes as before, and people approve.
  const asPlatform = [
    '--as=system:serviceaccount:cpaas-system:marketplace',
    '--as-group=system:serviceaccounts:cpaas-system',
    '--as-group=system:masters',
  ];
  const input = JSON.stringify(aSubscription({ metadata: { namespace }, spec }));
  expect(await lab.kubectl(['create', '-f', '-', ...asPlatform], { input })).toMatchObject({ code: 0 });
  const here = () => lab.admin.list(subscriptions, { namespace });
  await until(async () => (await here())[0]?.status?.state === 'UpgradePending');
  expect(await lab.ext(['approve', name, '-n', namespace, '--include-neighbours', '--yes'])).toMatchObject({ code: 0 });
  expect((await lab.admin.list(installPlans, { namespace })).map(({ status }) => status?.phase)).toEqual(['Complete']);
  const csvs = await lab.admin.list(clusterServiceVersions, { namespace });
  expect(csvs.map(({ status }) => status?.phase)).toEqual(['Succeeded', 'Succeeded']);
  const approval = async () => (await here()).find((each) => each.spec.name === needed)?.spec.installPlanApproval;
  expect(await approval()).toBe('Automatic');

  await pause(killed + amount({ short: 10_000, long: 90_000 }) - Date.now());
  const back = Date.now();
  await webhook.startAgain();
  await expect.poll(approval, { timeout: recovery - (Date.now() - back), interval: 100 }).toBe('Manual');
  expect(failuresIn(await trialsAtOnce(lab.admin, trials, 3))).toEqual([]);
});

/** How the API server ends, and milliseconds until it starts again. After two minutes a replica does not rely on what it remembers. */
const absences: readonly (readonly ['SIGTERM' | 'SIGKILL', number])[] = amount({
  short: [['SIGKILL', 0]],
  long: [
    ['SIGKILL', 0],
    ['SIGTERM', 0],
    ['SIGKILL', 30_000],
    ['SIGTERM', 150_000],
  ],
});

it.each(absences)(
  'an API server that ends by %s and starts %d ms later finds verdicts right, facts new and replicas ready',
  async (...how) => {
    const namespace = await lab.namespace();
    const trials = trialsOf({ name: 'harbor-ce-operator', source: 'platform', sourceNamespace: 'cpaas-system', namespace });
    let [back, right] = [0, 0];
    const work = async () => {
      await world.plane.kubernetes.restartApiServer(...how);
      back = Date.now();
      await expect.poll(async () => failuresIn(await trialsAtOnce(lab.admin, trials, 3)), rest(back)).toEqual([]);
      right = Date.now();
      await recovered(namespace, back);
      await pause(amount({ short: 1000, long: 20_000 }));
    };
    const outcomes = await trialsDuring(lab.admin, trials, { perSecond: 20, work });
    // Nobody is answered while there is no API server; nobody hears that it is the webhook that does not answer.
    expect(outcomes.filter(({ found }) => found.includes('ext.cpaas.io'))).toEqual([]);
    expect(failuresIn(outcomes.filter(isJudged))).toEqual([]);
    expect(failuresIn(outcomes).filter(({ at }) => at > right)).toEqual([]);
  },
);

/** What the webhook follows besides Subscriptions. */
const followed = [
  ...['moduleinfoes', 'moduleconfigs', 'moduleplugins', 'clustermodules'].map((plural) => `${plural}.cluster.alauda.io`),
  'clusters.platform.tkestack.io',
].join(',');

/** Waits until the webhook knows what has come since, has heard of a change of every kind, and is ready. */
async function recovered(namespace: string, since: number): Promise<void> {
  const touched = () => lab.kubectl(['annotate', followed, '--all', '--overwrite', `tests.kubectl-ext/touched=${since}`]);
  await expect.poll(async () => (await touched()).code, rest(since)).toBe(0);
  await lab.admin.create(subscriptions, aSubscription({ metadata: { namespace } }));
  const neighbour = { input: JSON.stringify(aSubscription({ metadata: { name: 'neighbour', namespace } })) };
  const told = async () => (await lab.kubectl(['create', '-f', '-', '--dry-run=server'], neighbour)).stderr;
  await expect.poll(told, rest(since)).toContain('already holds');
  const unheard = async () => (await informerAges()).filter(({ age }) => age > (Date.now() - since) / 1000);
  await expect.poll(unheard, rest(since)).toEqual([]);
  await expect.poll(() => isReady(webhook.probes), rest(since)).toBe(true);
}

/** How to poll for what is to be right again so long after this moment. */
function rest(since: number): { timeout: number; interval: number } {
  return { timeout: recovery - (Date.now() - since), interval: 100 };
}

/** Whether a trial got its verdict. A denial for want of something is none while package-server, which is asked first, is not back either. */
function isJudged({ wanted, found }: Outcome): boolean {
  return (found === 'allowed' && wanted !== 'subscription.channel-exists') || found.startsWith('subscription.');
}

/** Seconds since the API server last gave the webhook a sign of life, for each kind that it follows. */
async function informerAges(): Promise<{ kind: string | undefined; age: number }[]> {
  const metrics = await (await fetch(`${webhook.probes}/metrics`)).text();
  const ages = [...metrics.matchAll(/^ext_webhook_informer_age_seconds\{kind="(.*)"\} (\S+)$/gm)].map(([, kind, age]) => ({
    kind,
    age: Number(age),
  }));
  expect(ages.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['subscriptions', 'moduleinfoes']));
  return ages;
}
