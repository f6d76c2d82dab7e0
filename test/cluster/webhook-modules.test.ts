import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { mutatingWebhooks, validatingWebhooks } from '../../scripts/control-plane/resources.ts';
import { claimFor, claimName, claimSelector, holderIn } from '../../shared/model/claim.ts';
import { leases } from '../../shared/model/lease.ts';
import { moduleConfigs, type ModuleConfig } from '../../shared/model/module-config.ts';
import { moduleInfoes, type ModuleInfoStatus } from '../../shared/model/module-info.ts';
import { startAdmissionServer, webhookAt } from '../platform/admission-server.ts';
import { configMaps, mutatingWebhookConfigurations } from '../platform/resources.ts';
import { settingsMap } from '../platform/settings.ts';
import { aModuleConfig } from '../support/module-builders.ts';
import { useLab, type Spoken } from '../support/lab.ts';

const lab = useLab();
const soon = { timeout: 20_000, interval: 50 };
/** The canonical names of the two recipes; the first is printed in the manual. */
const names = { webCli: 'global-ee98c9991ea1464aaa8054bdacbab313', gpu: 'business-c5b03393776ecd3d02e6590f4c1c07b8' };

interface Written {
  readonly name?: string;
  readonly cluster?: string;
  readonly plugin?: string;
  readonly version?: string;
  readonly config?: unknown;
  readonly type?: string | null;
}

/** A ModuleInfo as a person writes it, by default the manual's second recipe. */
function manifest({
  name,
  cluster = 'business',
  plugin = 'gpu-device-plugin',
  version = 'v4.0.15',
  config = {},
  type = 'plugin',
}: Written) {
  return JSON.stringify({
    apiVersion: 'cluster.alauda.io/v1alpha1',
    kind: 'ModuleInfo',
    metadata: {
      name: name ?? `${cluster}-temporary-name`,
      labels: {
        'cpaas.io/cluster-name': cluster,
        'cpaas.io/module-name': plugin,
        ...(type !== null && { 'cpaas.io/module-type': type }),
      },
    },
    spec: { config, version },
  });
}

function apply(written: Written, words: readonly string[] = []): Promise<Spoken> {
  return lab.kubectl(['apply', '-f', '-', ...words], { input: manifest(written) });
}

function tried(written: Written): Promise<Spoken> {
  return apply(written, ['--dry-run=server']);
}

async function present(): Promise<string[]> {
  return (await lab.admin.list(moduleInfoes)).map(({ metadata }) => metadata.name).toSorted();
}

/**
 * What is in the way of every other test. The platform may be about to store an object anew under another name, and a claim outlives its object
 * for a moment: only when both have gone all is over.
 */
async function removeAll(): Promise<void> {
  const remove = async () => {
    const found = await present();
    for (const name of found) await lab.admin.delete(moduleInfoes, name);
    const claims = await lab.admin.list(leases, { namespace: 'ext-system', labelSelector: claimSelector });
    return [...found, ...claims.map(({ metadata }) => metadata.name)];
  };
  await expect.poll(remove, { ...soon, timeout: 40_000 }).toEqual([]);
}

/** The platform's own webhook may refuse a version that is not there before anybody else is asked. */
async function withoutTransformer(): Promise<void> {
  onTestFinished(await lab.without(mutatingWebhooks, 'cluster-transformer.cpaas.io'));
}

/** Publishes a version of a plugin until the test is over, as the platform does. */
async function publish(config: ModuleConfig): Promise<void> {
  const { name } = config.metadata;
  const needed = { deleteable: true, description: { en: name }, logo: 'data:image/svg+xml;base64,PHN2Zy8+' };
  await lab.admin.create(moduleConfigs, { ...config, spec: { ...needed, ...config.spec } });
  await lab.admin.patch(moduleConfigs, { name, subresource: 'status' }, { status: config.status });
  onTestFinished(async () => void (await lab.admin.delete(moduleConfigs, name)));
}

/** A webhook that renames every new ModuleInfo, until the test is over. */
async function renaming(): Promise<void> {
  const name = 'renamer.example.com';
  const server = await startAdmissionServer({
    name,
    delay: 0,
    async decide({ object }) {
      if (object.metadata.name.endsWith('-renamed')) return { allowed: true };
      const patch = [{ op: 'replace', path: '/metadata/name', value: `${object.metadata.name}-renamed` }];
      return { allowed: true, patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') };
    },
  });
  const kind = 'MutatingWebhookConfiguration';
  const apiVersion = 'admissionregistration.k8s.io/v1';
  await lab.admin.create(mutatingWebhookConfigurations, {
    apiVersion,
    kind,
    metadata: { name },
    webhooks: [webhookAt(server, name, moduleInfoes)],
  });
  onTestFinished(async () => {
    await lab.admin.delete(mutatingWebhookConfigurations, name);
    await server.stop();
  });
}

/** A ModuleInfo that is installed, and what the platform says of it. */
async function installed(written: Written, status: ModuleInfoStatus): Promise<string> {
  expect(await apply(written)).toMatchObject({ code: 0 });
  const temporary = `${written.cluster ?? 'business'}-temporary-name`;
  await expect.poll(present, soon).toEqual([expect.not.stringMatching(temporary)]);
  const [name = ''] = await present();
  await lab.admin.patch(moduleInfoes, { name, subresource: 'status' }, { status });
  return name;
}

// What the tests say of an installation is not corrected by the platform.
beforeAll(async () => {
  await lab.admin.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: settingsMap, data: { 'plugin.enabled': 'false' } });
});
afterAll(async () => {
  await lab.admin.delete(configMaps, settingsMap.name, settingsMap.namespace);
});
afterEach(removeAll);

describe("the manual's recipes", () => {
  it('for a plugin without parameters passes as printed, and gets its canonical name', async () => {
    const { code, stdout, stderr } = await apply({ cluster: 'global', plugin: 'web-cli', version: 'v4.0.4' });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'moduleinfo.cluster.alauda.io/global-temporary-name created\n',
      stderr: '',
    });
    await expect.poll(present, soon).toEqual([names.webCli]);
  });

  it('for a plugin with parameters passes as printed, and gets its canonical name', async () => {
    const config = { custom: { mps_enable: false, pgpu_enable: true, vgpu_enable: true } };
    expect(await apply({ config })).toMatchObject({ code: 0, stderr: '' });
    await expect.poll(present, soon).toEqual([names.gpu]);
  });

  it('without the type label is completed, with a warning', async () => {
    const { code, stderr } = await apply({ type: null });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Warning: label cpaas.io/module-type set to plugin\n' });
    await expect.poll(present, soon).toEqual([names.gpu]);
    expect((await lab.admin.get(moduleInfoes, names.gpu))?.metadata.labels?.['cpaas.io/module-type']).toBe('plugin');
  });

  it('applied a second time for the same plugin and cluster is refused', async () => {
    expect(await apply({})).toMatchObject({ code: 0 });
    await expect.poll(present, soon).toEqual([names.gpu]);
    const { code, stderr } = await apply({});
    expect(code).toBe(1);
    expect(stderr).toBe(
      'Error from server (AlreadyExists): error when creating "STDIN": admission webhook "moduleinfoes.ext.cpaas.io" denied the request: ' +
        `module-info.once-per-cluster: metadata.labels: gpu-device-plugin is already installed on cluster business, as ${names.gpu} ` +
        `in version v4.0.15; change spec.version of ${names.gpu}, or delete it first\n`,
    );
    expect(await present()).toEqual([names.gpu]);
  });
});

it('under another name than its canonical one is refused where an administrator wants that, and only there', async () => {
  const modesMap = { name: 'ext-webhook-modes', namespace: 'ext-system' };
  const option = 'module-info.canonical-name';
  const objection = (name: string) =>
    `The ModuleInfo "${name}" is invalid: metadata.name: ${option}: ${name} is not the name that the platform gives it; name it ${names.gpu}\n`;
  const generated = () => {
    const { metadata, ...rest } = JSON.parse(manifest({})) as { metadata: { name: string; labels: object } };
    const input = JSON.stringify({ ...rest, metadata: { generateName: 'business-', labels: metadata.labels } });
    return lab.kubectl(['create', '-f', '-', '--dry-run=server'], { input });
  };
  expect(await tried({})).toMatchObject({ code: 0, stderr: '' });
  expect(await generated()).toMatchObject({ code: 0, stderr: '' });
  await lab.admin.patch(configMaps, modesMap, { data: { [option]: 'enforce' } });
  try {
    await expect.poll(async () => (await tried({})).stderr, soon).toBe(objection('business-temporary-name'));
    expect((await generated()).stderr).toContain(`${option}: business-`);
    expect(await tried({ name: names.gpu })).toMatchObject({ code: 0, stderr: '' });
  } finally {
    await lab.admin.patch(configMaps, modesMap, { data: { [option]: null } });
    await expect.poll(async () => (await tried({})).stderr, soon).toBe('');
  }
});

describe('a new ModuleInfo', () => {
  beforeEach(() => lab.without(mutatingWebhooks, 'cluster-transformer.cpaas.io'));

  it.each<[string, Written, string]>([
    [
      'of another type',
      { type: 'chart' },
      ": ValidatingAdmissionPolicy 'ext-type-label' with binding 'ext-type-label' denied request: module-info.type-label: " +
        'metadata.labels[cpaas.io/module-type]: the label is "chart", and only a plugin is ever installed; set it to plugin',
    ],
    [
      'for a cluster that is not there',
      { cluster: 'busines' },
      'metadata.labels[cpaas.io/cluster-name]: module-info.cluster-exists: the platform has no cluster busines; ' +
        'its clusters: business, edge-arm, global',
    ],
    [
      'of a plugin that is not there',
      { plugin: 'gpu' },
      'metadata.labels[cpaas.io/module-name]: module-info.names-a-plugin: the platform has no plugin gpu; upload its package first',
    ],
    [
      'in a version that is not there',
      { version: 'v4.0.1' },
      'spec.version: module-info.version-published: gpu-device-plugin has no version v4.0.1; published: v4.0.16, v4.0.15',
    ],
    [
      'in a version that is not ready',
      { version: 'v4.1.0' },
      'spec.version: module-info.version-published: version v4.1.0 of gpu-device-plugin is not ready to be installed; ' +
        'published: v4.0.16, v4.0.15',
    ],
    [
      'on a cluster that does not fit',
      { cluster: 'edge-arm' },
      'metadata.labels[cpaas.io/cluster-name]: module-info.affinity: cluster edge-arm lacks cpaas.io/arch-amd64=true, which the version ' +
        'asks for; clusters that fit: business, global',
    ],
    [
      'with two faults',
      { cluster: 'busines', plugin: 'gpu' },
      '\n* metadata.labels[cpaas.io/cluster-name]: module-info.cluster-exists: the platform has no cluster busines; ' +
        'its clusters: business, edge-arm, global\n' +
        '* metadata.labels[cpaas.io/module-name]: module-info.names-a-plugin: the platform has no plugin gpu; upload its package first',
    ],
  ])('%s is refused', async (_what, written, text) => {
    const { code, stderr } = await tried(written);
    const kind = text.includes('ValidatingAdmissionPolicy') ? 'moduleinfoes' : 'ModuleInfo';
    const name = `${written.cluster ?? 'business'}-temporary-name`;
    expect({ code, stderr }).toEqual({ code: 1, stderr: `The ${kind} "${name}" is invalid: ${text}\n` });
  });

  it('with a bad configuration is shown what will be refused one day', async () => {
    const { code, stderr } = await tried({ config: { custom: { pgpu_enable: 'yes' } } });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'Warning: module-info.config-form: custom.pgpu_enable can only be one of: true, false\n',
    });
  });

  it('that lacks what it depends on is shown that', async () => {
    await publish(
      aModuleConfig({ plugin: 'nfs', spec: { version: 'v9.0.0', dependencies: [{ moduleName: 'cni', versionsMatch: ['>= v4.0.0'] }] } }),
    );
    const { code, stderr } = await tried({ plugin: 'nfs', version: 'v9.0.0' });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'Warning: module-info.dependencies: cluster business lacks cni in a version of: >= v4.0.0\n',
    });
  });

  it('under a name that a webhook has changed is refused by a policy', async () => {
    await renaming();
    const { code, stderr } = await tried({});
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'The moduleinfoes "business-temporary-name" is invalid: : ValidatingAdmissionPolicy \'ext-name-unchanged\' with binding ' +
        "'ext-name-unchanged' denied request: module-info.name-unchanged: metadata.name: the name asked for was business-temporary-name, " +
        'and a webhook has changed it to business-temporary-name-renamed; remove the mutating webhook that renames\n',
    });
  });
});

describe('an installed plugin', () => {
  const running = { phase: 'Running', version: 'v4.0.15', availableVersions: [{ version: 'v4.0.16', description: '', riskLevel: '' }] };
  const patch = (name: string, object: unknown) =>
    lab.kubectl(['patch', 'moduleinfoes.cluster.alauda.io', name, '--type=merge', '-p', JSON.stringify(object), '--dry-run=server']);

  it('can be upgraded to a version that is offered, without a word', async () => {
    const name = await installed({}, running);
    expect(await patch(name, { spec: { version: 'v4.0.16' } })).toMatchObject({ code: 0, stderr: '' });
  });

  it('is shown why a version is out of reach', async () => {
    await publish(aModuleConfig({ spec: { version: 'v4.0.17', supportedUpgradeVersions: '>= v4.0.16' } }));
    const name = await installed(
      {},
      { ...running, availableVersions: [...running.availableVersions, { version: 'v4.0.17', description: '', riskLevel: '' }] },
    );
    await lab.admin.patch(
      moduleInfoes,
      { name, subresource: 'status' },
      { status: { availableVersions: [{ version: 'v4.0.17', description: '', riskLevel: '' }] } },
    );
    expect(await patch(name, { spec: { version: 'v4.0.17' } })).toMatchObject({
      code: 0,
      stderr: 'Warning: module-info.upgrade-path: version v4.0.17 is reached from >= v4.0.16 only, and v4.0.15 runs\n',
    });
  });

  it('cannot be upgraded to a version that is not there', async () => {
    await withoutTransformer();
    const name = await installed({}, running);
    expect(await patch(name, { spec: { version: 'v9' } })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `The ModuleInfo "${name}" is invalid: spec.version: module-info.version-published: ` +
        'gpu-device-plugin has no version v9; published: v4.0.16, v4.0.15\n',
    });
  });

  it('of the core is upgraded with its cluster only', async () => {
    await publish(aModuleConfig({ plugin: 'cni', spec: { version: 'v4.3.1' } }));
    const name = await installed({ plugin: 'cni', version: 'v4.3.0' }, { phase: 'Running', version: 'v4.3.0' });
    const { code, stderr } = await patch(name, { spec: { version: 'v4.3.1' } });
    expect(code).toBe(1);
    expect(stderr).toContain(
      `The ModuleInfo "${name}" is invalid: spec.version: module-info.core-follows-cluster: cni is a core plugin, which is upgraded with its ` +
        'cluster only; upgrade the cluster: ac adm upgrade --cluster=business --to-latest\n',
    );
  });

  it('stays the installation of that plugin on that cluster', async () => {
    const name = await installed({}, running);
    const { code, stderr } = await patch(name, { metadata: { labels: { 'cpaas.io/cluster-name': 'global' } } });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        `The moduleinfoes "${name}" is invalid: : ValidatingAdmissionPolicy 'ext-immutable-labels' with binding 'ext-immutable-labels' ` +
        'denied request: module-info.immutable-labels: metadata.labels[cpaas.io/cluster-name]: an installation cannot go from "business" ' +
        'to "global"; delete it and create another one\n',
    });
  });

  it('keeps a fault that is stored, and may be changed otherwise and deleted', async () => {
    const asPlatform = [
      '--as=system:serviceaccount:cpaas-system:base',
      '--as-group=system:serviceaccounts:cpaas-system',
      '--as-group=system:masters',
    ];
    await withoutTransformer();
    expect(await apply({ version: 'v9', type: 'chart' }, asPlatform)).toMatchObject({ code: 0, stderr: '' });
    await expect.poll(present, soon).toEqual([names.gpu]);
    const target = ['moduleinfoes.cluster.alauda.io', names.gpu];
    expect(await lab.kubectl(['annotate', ...target, 'example.com/note=seen'])).toMatchObject({ code: 0, stderr: '' });
    expect(await lab.kubectl(['delete', ...target])).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('with the validating registration deleted', () => {
  let restore: () => Promise<unknown>;
  beforeAll(async () => {
    restore = await lab.without(validatingWebhooks, 'ext-webhook');
  });
  afterAll(() => restore());

  it('the policies still refuse a ModuleInfo', async () => {
    const { code, stderr } = await tried({ type: 'chart' });
    expect(code).toBe(1);
    expect(stderr).toContain(
      "ValidatingAdmissionPolicy 'ext-type-label' with binding 'ext-type-label' denied request: module-info.type-label:",
    );
  });

  it('the policies still refuse a Subscription', async () => {
    const namespace = await lab.namespace({ mayOffer: false });
    const spec = { name: 'keda', channel: 'stable', source: 'custom', sourceNamespace: namespace, installPlanApproval: 'Manual' };
    const object = { apiVersion: 'operators.coreos.com/v1alpha1', kind: 'Subscription', metadata: { name: 'keda', namespace }, spec };
    expect(await lab.kubectl(['apply', '-f', '-'], { input: JSON.stringify(object) })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        "The subscriptions \"keda\" is invalid: : ValidatingAdmissionPolicy 'ext-catalog-namespace' with binding 'ext-catalog-namespace' " +
        `denied request: subscription.catalog-namespace: spec.sourceNamespace: catalogs of namespace ${namespace} are not used on this ` +
        'platform; set cpaas-system\n',
    });
  });

  it('what only the webhook knows passes', async () => {
    expect(await tried({ cluster: 'edge-arm' })).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a place that is claimed', () => {
  const pair = { cluster: 'business', module: 'gpu-device-plugin' };
  const claim = () => lab.admin.get(leases, claimName(pair), 'ext-system');

  it('by somebody on his way is not given to another, and is when he never comes', async () => {
    await lab.admin.create(leases, claimFor({ ...pair, name: 'business-first', uid: 'first' }, 'ext-system'));
    const { code, stderr } = await apply({});
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Error from server \(Conflict\): .* module-info\.once-per-cluster: metadata\.labels: another installation of gpu-device-plugin on cluster business is under way; wait, then try again in \d+ s\n$/,
    );
    expect(await tried({})).toMatchObject({ code: 1, stderr: expect.stringContaining('is under way') });
    await lab.admin.delete(leases, claimName(pair), 'ext-system');
    expect(await tried({})).toMatchObject({ code: 0 });
    expect(await claim()).toBeNull();
    expect(await apply({})).toMatchObject({ code: 0 });
    await expect.poll(async () => holderIn((await claim()) ?? failed())?.name, soon).toBe(names.gpu);
  });

  it('is free again soon after what was installed has gone', async () => {
    expect(await apply({})).toMatchObject({ code: 0 });
    await removeAll();
    expect(await apply({})).toMatchObject({ code: 0 });
  });
});

function failed(): never {
  throw new Error('there is no claim');
}
