import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { mutatingWebhooks, validatingWebhooks } from '../../scripts/control-plane/resources.ts';
import { ExtError } from '../../shared/errors.ts';
import { catalogNamespaces } from '../../shared/model/assumptions.ts';
import { moduleInfoes, type ModuleInfo } from '../../shared/model/module-info.ts';
import { subscriptions, type Subscription } from '../../shared/model/subscription.ts';
import { textOf } from '../../shared/messages/text.ts';
import { policyName } from '../../shared/plan/webhook/policies.ts';
import { policy } from '../../shared/policy/index.ts';
import { judge } from '../../shared/policy/judge.ts';
import type { Operation } from '../../shared/policy/rule.ts';
import { configMaps } from '../platform/resources.ts';
import { settingsMap } from '../platform/settings.ts';
import { aSubscription } from '../support/builders.ts';
import { useLab } from '../support/lab.ts';
import { aModuleInfo } from '../support/module-builders.ts';

/*
 * A rule that the API server asks by itself is written twice: as a check, and as CEL beside it. Here both judge the same objects, the second on
 * a real API server, with everything out of the way that would refuse them otherwise.
 */

const lab = useLab({ keep: true });
const restore: (() => Promise<void>)[] = [];
const rounds = { numRuns: 60 };

beforeAll(async () => {
  // Nobody renames or completes what is stored here.
  await lab.admin.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: settingsMap, data: { 'module.enabled': 'false' } });
  for (const name of ['cluster-transformer.cpaas.io', 'ext-webhook']) restore.push(await lab.without(mutatingWebhooks, name));
  for (const name of ['check-subscription.cpaas.io', 'ext-webhook']) restore.push(await lab.without(validatingWebhooks, name));
});
afterAll(async () => {
  await lab.admin.delete(configMaps, settingsMap.name, settingsMap.namespace);
  for (const each of restore) await each();
});

/** What is said against a write by the check of each rule that has a policy. */
function objections<T extends Subscription | ModuleInfo>(operation: Operation<T>, object: T): string[] {
  const asked = new Set([...policy.Subscription, ...policy.ModuleInfo].filter(({ cel }) => cel !== undefined).map(({ id }) => id));
  const { findings } = judge(operation, object, { catalogNamespaces, onGlobal: true });
  return findings
    .filter(({ rule }) => asked.has(rule))
    .map(({ rule, path, fault, wayOut }) => `${rule}: ${path}: ${textOf(fault, 'en')}; ${textOf(wayOut, 'en')}`);
}

/** What the API server says against a write; empty where it would do it. */
async function refusal(write: () => Promise<unknown>): Promise<string> {
  try {
    await write();
    return '';
  } catch (error) {
    const words = error instanceof ExtError ? error.details.because : undefined;
    if (typeof words === 'string' && words.includes('ValidatingAdmissionPolicy')) return words;
    throw error;
  }
}

/** The server tells of one policy, and of the first thing that one found. */
function expectSame(said: string, expected: readonly string[]): void {
  expect(said === '' ? 0 : 1).toBe(Math.min(expected.length, 1));
  if (said === '') return;
  const own = expected.find((each) => said.includes(`'${policyName({ id: each.slice(0, each.indexOf(':')) })}'`));
  expect(said).toContain(`denied request: ${own}`);
}

const value = fc.constantFrom('', 'plugin', 'Plugin', 'chart', 'business', 'edge-arm', 'nfs', 'it-s');
const labels = fc.option(
  fc.dictionary(fc.constantFrom('cpaas.io/module-type', 'cpaas.io/cluster-name', 'cpaas.io/module-name', 'other'), value, { maxKeys: 4 }),
  { nil: undefined },
);

describe('each policy and its check agree', () => {
  it('about new ModuleInfos', async () => {
    await fc.assert(
      fc.asyncProperty(labels, async (own) => {
        const object = aModuleInfo({ metadata: { name: lab.name('new'), labels: own } });
        const said = await refusal(() => lab.admin.create(moduleInfoes, object, { dryRun: true }));
        expectSame(said, objections({ type: 'CREATE', requestedName: object.metadata.name }, object));
      }),
      rounds,
    );
  });

  it('about changed ModuleInfos', async () => {
    await fc.assert(
      fc.asyncProperty(labels, labels, async (before, after) => {
        const name = lab.name('stored');
        const old = await stored(aModuleInfo({ metadata: { name, labels: before } }));
        const gone = Object.keys(before ?? {}).map((key) => [key, null]);
        const said = await refusal(() =>
          lab.admin.patch(moduleInfoes, { name }, { metadata: { labels: { ...Object.fromEntries(gone), ...after } } }, { dryRun: true }),
        );
        await lab.admin.delete(moduleInfoes, name);
        expectSame(said, objections({ type: 'UPDATE', old }, { ...old, metadata: { ...old.metadata, labels: after } }));
      }),
      rounds,
    );
  });

  it('about Subscriptions', async () => {
    const namespace = await lab.namespace({ mayOffer: false });
    const source = fc.constantFrom('cpaas-system', 'olm', '', 'cpaas-system2', "a'b\\c");
    await fc.assert(
      fc.asyncProperty(source, async (sourceNamespace) => {
        const object = aSubscription({ metadata: { name: lab.name('new'), namespace }, spec: { sourceNamespace } });
        const said = await refusal(() => lab.admin.create(subscriptions, object, { dryRun: true }));
        expectSame(said, objections({ type: 'CREATE' }, object));
      }),
      rounds,
    );
  });
});

/** A ModuleInfo that is stored whatever the law says, because the platform wrote it; the platform's controllers leave it alone. */
async function stored(object: ModuleInfo): Promise<ModuleInfo> {
  const input = JSON.stringify(object);
  const asPlatform = [
    '--as=system:serviceaccount:cpaas-system:base',
    '--as-group=system:serviceaccounts:cpaas-system',
    '--as-group=system:masters',
  ];
  const { stdout } = await lab.kubectl(['create', '-f', '-', '-o', 'json', ...asPlatform], { input });
  return JSON.parse(stdout) as ModuleInfo;
}
