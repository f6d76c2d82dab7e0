import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimName, claimSelector } from '../../shared/model/claim.ts';
import { ExtError } from '../../shared/errors.ts';
import { leases } from '../../shared/model/lease.ts';
import { moduleConfigs } from '../../shared/model/module-config.ts';
import { moduleInfoes, type ModuleInfo } from '../../shared/model/module-info.ts';
import { modulePlugins } from '../../shared/model/module-plugin.ts';
import { amount } from '../support/long-run.ts';
import { startAdmissionServer, webhookAt } from '../platform/admission-server.ts';
import { configMaps, validatingWebhookConfigurations } from '../platform/resources.ts';
import type { Running } from '../platform/running.ts';
import { settingsMap } from '../platform/settings.ts';
import { useLab } from '../support/lab.ts';
import { aModuleConfig, aModuleInfo, aModulePlugin } from '../support/module-builders.ts';
import { authorityIn, startReplicas } from '../support/webhook-replicas.ts';

const rounds = amount({ short: 30, long: 1000 });
const width = 50;
const lab = useLab({ keep: true });
const refuser = 'refuser.example.com';
let undo: Running[] = [];

beforeAll(async () => {
  // Nobody renames what is stored here: two objects of a pair are two installations.
  await lab.admin.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: settingsMap, data: { 'module.enabled': 'false' } });
  const server = await startAdmissionServer<ModuleInfo>({
    name: refuser,
    delay: 0,
    decide: async ({ object }) =>
      object.metadata.annotations?.['refuse'] === 'true' ? { allowed: false, status: { code: 403, message: 'no' } } : { allowed: true },
  });
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const registration = {
    apiVersion,
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: refuser },
    webhooks: [webhookAt(server, refuser, moduleInfoes)],
  };
  await lab.admin.create(validatingWebhookConfigurations, registration);
  // A claim of which no object came has to stay as long as one may come, on a machine that is busy too.
  const replicas = await startReplicas({
    admin: lab.admin,
    authority: authorityIn(lab.kubeconfig),
    count: 3,
    flags: ['--claim-orphan=60s'],
  });
  undo = [replicas, server];
});

afterAll(async () => {
  await lab.admin.delete(validatingWebhookConfigurations, refuser);
  await lab.admin.delete(configMaps, settingsMap.name, settingsMap.namespace);
  for (const each of undo) await each.stop();
});

/** A plugin of its own for each round, so that no round waits for the one before. */
async function publish(plugin: string): Promise<void> {
  const needed = { deleteable: true, description: { en: plugin }, logo: 'data:image/svg+xml;base64,PHN2Zy8+' };
  const config = aModuleConfig({ plugin });
  await lab.admin.create(moduleConfigs, { ...config, spec: { ...needed, ...config.spec } });
  await lab.admin.patch(moduleConfigs, { name: config.metadata.name, subresource: 'status' }, { status: config.status });
  await lab.admin.create(modulePlugins, { ...aModulePlugin({ plugin }), spec: { name: plugin, ...needed } });
}

interface Attempt {
  readonly object: ModuleInfo;
  readonly how: 'create' | 'apply' | 'dry-run';
  readonly isRefused: boolean;
}

/**
 * Half of them under the canonical name, the others each under its own, some of which the server makes; every tenth is refused by somebody else,
 * every tenth is a dry run.
 */
function attempts(plugin: string): Attempt[] {
  return Array.from({ length: width }, (_, index) => {
    const isRefused = index % 10 === 3;
    const named = index % 10 === 5 ? { name: undefined as unknown as string, generateName: `${plugin}-` } : { name: `${plugin}-${index}` };
    const own = index % 2 === 0 ? {} : named;
    const base = aModuleInfo({ plugin });
    const metadata = { ...base.metadata, ...own, ...(isRefused && { annotations: { refuse: 'true' } }) };
    const how = index % 10 === 7 ? 'dry-run' : index % 5 === 1 ? 'apply' : 'create';
    return { object: { ...base, metadata }, how, isRefused };
  });
}

/** Whether an attempt was let through, and the words of who did not let it. */
async function carryOut({ object, how }: Attempt): Promise<string> {
  try {
    if (how === 'apply') await lab.admin.apply(moduleInfoes, object);
    else await lab.admin.create(moduleInfoes, object, { dryRun: how === 'dry-run' });
    return '';
  } catch (error) {
    if (!(error instanceof ExtError)) throw error;
    const { because } = error.details;
    return `${error.code} ${typeof because === 'string' ? because : ''}`;
  }
}

it(`of ${width} installations at once through three replicas never two are stored, in ${rounds} rounds`, async () => {
  const stored: number[] = [];
  const unexpected = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const plugin = lab.name('race');
    await publish(plugin);
    const tried = attempts(plugin);
    const answers = await Promise.all(tried.map((each) => carryOut(each)));
    const found = await lab.admin.list(moduleInfoes, { labelSelector: `cpaas.io/module-name=${plugin}` });
    stored.push(found.length);
    const claim = await lab.admin.get(leases, claimName({ cluster: 'business', module: plugin }), 'ext-system');
    const winner = tried.find(({ object }) => object.metadata.name === claim?.spec.holderIdentity);
    // Whoever has the claim and is refused by another leaves nobody behind, until the claim is free again.
    expect(found.length, `round ${round}: ${claim?.spec.holderIdentity}`).toBe(winner?.isRefused === true && found.length === 0 ? 0 : 1);
    for (const answer of answers.filter((each) => !/^$|once-per-cluster|refuser\.example\.com|already exists/.test(each)))
      unexpected.add(answer);
    for (const { metadata } of found) await lab.admin.delete(moduleInfoes, metadata.name);
    await lab.admin.delete(modulePlugins, plugin);
    await lab.admin.delete(moduleConfigs, aModuleConfig({ plugin }).metadata.name);
  }
  expect([...unexpected]).toEqual([]);
  expect(Math.max(...stored)).toBe(1);
  expect(stored.filter((count) => count === 1).length).toBeGreaterThan(rounds / 2);
});

it('no claim outlives what it was for', async () => {
  const orphans = () => lab.admin.list(leases, { namespace: 'ext-system', labelSelector: claimSelector });
  await expect.poll(orphans, { timeout: 90_000, interval: 500 }).toEqual([]);
});
