import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mutatingWebhooks, validatingWebhooks } from '../../scripts/control-plane/resources.ts';
import { catalogSources } from '../../shared/model/catalog-source.ts';
import { claimFor, storedAnnotation } from '../../shared/model/claim.ts';
import { clusterServiceVersions } from '../../shared/model/cluster-service-version.ts';
import { configMaps } from '../../shared/model/config-map.ts';
import { installPlans } from '../../shared/model/install-plan.ts';
import { leases } from '../../shared/model/lease.ts';
import { moduleConfigs } from '../../shared/model/module-config.ts';
import { events } from '../../shared/model/pod.ts';
import { secrets } from '../../shared/model/secret.ts';
import { subscriptions, type Subscription } from '../../shared/model/subscription.ts';
import { bundle, type Bundle } from '../platform/bundles/bundle.ts';
import { threeVersions, useLab, type RunOptions, type Spoken } from '../support/lab.ts';
import { sharedCluster } from '../support/shared-clusters.ts';
import { aModuleConfig, aModuleInfo } from '../support/module-builders.ts';
import { beyondRights, callsIn, unusedRights } from '../support/webhook-rights.ts';

const lab = useLab();
const alauda = { annotations: { 'provider-type': 'platform' } };
const soon = { timeout: 60_000, interval: 200 };

/** A namespace of its own, with a catalogue that offers one operator of Alauda. */
async function withOperator(): Promise<{ namespace: string; name: string; source: string }> {
  const namespace = await lab.namespace();
  const name = lab.name('operator');
  const source = await offer(namespace, ...threeVersions(name, alauda));
  return { namespace, name, source };
}

/** Offers bundles in a namespace and returns the name of the catalogue. */
async function offer(namespace: string, ...bundles: readonly Bundle[]): Promise<string> {
  await lab.offer(namespace, ...bundles);
  return catalogueIn(namespace);
}

async function catalogueIn(namespace: string): Promise<string> {
  const [source] = await lab.admin.list(catalogSources, { namespace });
  return source?.metadata.name ?? '';
}

type Written = Pick<Subscription['spec'], 'name' | 'source'> & { readonly namespace: string; readonly sourceNamespace?: string } & Readonly<
    Record<string, string>
  >;

/** A Subscription as a person writes it; `spec` may hold anything. */
function manifest({ namespace, sourceNamespace = namespace, name, ...spec }: Written): string {
  return JSON.stringify({
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'Subscription',
    metadata: { name: `${name}-subs`, namespace },
    spec: { name, channel: 'stable', sourceNamespace, ...spec },
  });
}

function apply(written: Written, words: readonly string[] = []): Promise<Spoken> {
  const options: RunOptions = { input: manifest(written) };
  return lab.kubectl(['apply', '-f', '-', ...words], options);
}

/** The platform's own check refuses some of the same, and the API server reports whoever was faster: asks until it is us. */
async function refusal(written: Written): Promise<Spoken> {
  for (let tries = 0; ; tries += 1) {
    const spoken = await apply(written);
    if (tries === 9 || !spoken.stderr.includes('"check-subscription.cpaas.io"')) return spoken;
  }
}

async function stored(namespace: string, name: string): Promise<Subscription | null> {
  return lab.admin.get(subscriptions, `${name}-subs`, namespace);
}

describe('kubectl apply of an operator of Alauda', () => {
  it('as Automatic is refused: rule, field, fault and way out', async () => {
    const namespace = await lab.namespace();
    const harbor = { namespace, name: 'harbor-ce-operator', source: 'platform', sourceNamespace: 'cpaas-system' };
    const { code, stdout, stderr } = await refusal({ ...harbor, installPlanApproval: 'Automatic' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'The Subscription "harbor-ce-operator-subs" is invalid: spec.installPlanApproval: subscription.manual-approval: ' +
        `Automatic is not allowed for harbor-ce-operator, an operator of Alauda; set Manual, then: kubectl ext approve harbor-ce-operator -n ${namespace}\n`,
    );
    expect(await stored(namespace, harbor.name)).toBeNull();
  });

  it('is refused from a catalogue that has just come, and for anything but Manual', async () => {
    const operator = await withOperator();
    for (const installPlanApproval of ['Automatic', 'automatic']) {
      expect((await refusal({ ...operator, installPlanApproval })).stderr).toContain(
        `${installPlanApproval} is not allowed for ${operator.name}`,
      );
    }
  });

  it('is refused though its manifest says that it is being deleted, which a server-side apply may say of what is not there yet', async () => {
    const operator = await withOperator();
    const object = JSON.parse(manifest({ ...operator, installPlanApproval: 'Automatic' })) as { metadata: object };
    const input = JSON.stringify({ ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } });
    const { code, stderr } = await lab.kubectl(['apply', '--server-side', '-f', '-'], { input });
    expect(code).toBe(1);
    expect(stderr).toContain(`subscription.manual-approval: Automatic is not allowed for ${operator.name}`);
  });

  it('without an approval is created as Manual, and says how to go on', async () => {
    const operator = await withOperator();
    const { code, stdout, stderr } = await apply(operator);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `subscription.operators.coreos.com/${operator.name}-subs created\n` });
    expect(stderr).toBe(
      `Warning: installPlanApproval set to Manual; then: kubectl ext approve ${operator.name} -n ${operator.namespace}\n`,
    );
    expect((await stored(operator.namespace, operator.name))?.spec.installPlanApproval).toBe('Manual');
    expect(await apply(operator)).toMatchObject({ code: 0, stdout: `subscription.operators.coreos.com/${operator.name}-subs unchanged\n` });
  });

  it('as Manual passes without a word', async () => {
    const operator = await withOperator();
    expect(await apply({ ...operator, installPlanApproval: 'Manual' })).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    [
      'a channel',
      { channel: 'edge' },
      (name: string) => `spec.channel: subscription.channel-exists: ${name} has no channel edge; its channels: stable`,
    ],
    [
      'a version',
      { startingCSV: 'operator.v9.9.9' },
      (name: string) =>
        `spec.startingCSV: subscription.channel-exists: channel stable of ${name} has no version operator.v9.9.9; ` +
        `newest there: ${name}.v1.2.0, ${name}.v1.1.0, ${name}.v1.0.0; all: kubectl ext versions ${name}`,
    ],
  ])('is refused with %s that is not there', async (_what, spec, text) => {
    const operator = await withOperator();
    const { code, stderr } = await apply({ ...operator, ...spec, installPlanApproval: 'Manual' });
    expect(code).toBe(1);
    expect(stderr).toBe(`The Subscription "${operator.name}-subs" is invalid: ${text(operator.name)}\n`);
    expect(await stored(operator.namespace, operator.name)).toBeNull();
  });

  it('passes with a version that was published a moment ago', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    const [first, second, third] = threeVersions(name, alauda);
    const catalogue = await lab.offer(namespace, first, second);
    const written = { namespace, name, source: await catalogueIn(namespace), installPlanApproval: 'Manual' };
    expect((await apply({ ...written, startingCSV: third.csvName }, ['--dry-run=server'])).stderr).toContain('subscription.channel-exists');
    catalogue.publish([first, second, third]);
    await expect.poll(async () => (await apply({ ...written, startingCSV: third.csvName }, ['--dry-run=server'])).code, soon).toBe(0);
  });
});

it("another publisher's operator may be Automatic, and stays without an approval", async () => {
  const namespace = await lab.namespace();
  const name = lab.name('operator');
  const source = await offer(namespace, ...threeVersions(name, { annotations: { 'provider-type': 'community' } }));
  const community = { namespace, name, source };
  expect(await apply(community, ['--dry-run=server', '-o', 'jsonpath={.spec.installPlanApproval}'])).toMatchObject({
    code: 0,
    stdout: '',
    stderr: '',
  });
  expect(await apply({ ...community, installPlanApproval: 'Automatic' })).toMatchObject({ code: 0, stderr: '' });
});

describe('an operator that carries no mark', () => {
  const modesMap = { name: 'ext-webhook-modes', namespace: 'ext-system' };
  const automatic = { installPlanApproval: 'Automatic', sourceNamespace: 'cpaas-system', source: 'custom' };
  const objection = (name: string) => `Automatic is not allowed for ${name}, an operator of Alauda`;

  async function tried(namespace: string, name: string): Promise<string> {
    return (await apply({ ...automatic, namespace, name }, ['--dry-run=server'])).stderr;
  }

  /** What the program says of the same, to somebody who may not read what the platform says of packages. */
  async function checked(namespace: string, name: string, user: string): Promise<string> {
    const { stdout } = await lab.ext(['policy', 'check', '-f', '-', '-o', 'json', `--as=${user}`], {
      input: manifest({ ...automatic, namespace, name }),
    });
    return stdout;
  }

  it("is Alauda's where the platform or an administrator says so, to everybody alike", async () => {
    const namespace = await lab.namespace();
    const viewer = await lab.userWith('ext-viewer');
    const published = async () => (await lab.admin.get(configMaps, modesMap.name, modesMap.namespace))?.data?.['status'] ?? '';
    await expect.poll(published, soon).toContain('hermit-operator');
    expect(await tried(namespace, 'hermit-operator')).toContain(objection('hermit-operator'));
    expect(await checked(namespace, 'hermit-operator', viewer)).toContain(objection('hermit-operator'));
    expect(await tried(namespace, 'keda')).toBe('');
    expect(JSON.parse(await checked(namespace, 'keda', viewer))).toMatchObject({ items: [{ verdict: 'allow' }] });

    const data = { 'alauda-packages': 'keda', 'exempt-packages': 'hermit-operator' };
    await lab.admin.patch(configMaps, modesMap, { data });
    try {
      await expect.poll(() => tried(namespace, 'keda'), soon).toContain(objection('keda'));
      expect(await tried(namespace, 'hermit-operator')).not.toContain('subscription.manual-approval');
      expect(await checked(namespace, 'keda', viewer)).toContain(objection('keda'));
      expect(await checked(namespace, 'hermit-operator', viewer)).not.toContain('subscription.manual-approval');
    } finally {
      await lab.admin.patch(configMaps, modesMap, { data: { 'alauda-packages': null, 'exempt-packages': null } });
      await expect.poll(() => tried(namespace, 'keda'), soon).toBe('');
    }
  });
});

it('the Subscription that OLM makes for a dependency is Manual from the start and stays so, and its plan completes at once', async () => {
  const namespace = await lab.namespace();
  const [name, needed] = [lab.name('operator'), lab.name('needed')];
  const source = await offer(
    namespace,
    bundle({ package: name, version: '1.0.0', ...alauda, requires: [{ package: needed, range: '>=1.0.0' }] }),
    bundle({ package: needed, version: '1.0.0', ...alauda }),
  );
  expect((await apply({ namespace, name, source, installPlanApproval: 'Manual' })).code).toBe(0);
  const phases = async () => (await lab.admin.list(installPlans, { namespace })).map(({ status }) => status?.phase);
  await expect.poll(phases, soon).toEqual(['RequiresApproval']);
  const [plan] = await lab.admin.list(installPlans, { namespace });
  await lab.admin.patch(installPlans, { name: plan?.metadata.name ?? '', namespace }, { spec: { approved: true } });
  const approved = Date.now();

  await expect.poll(phases, { timeout: 60_000, interval: 50 }).toEqual(['Complete']);
  // Alone it takes four seconds: OLM asks five times a second.
  expect(Date.now() - approved).toBeLessThan(20_000);
  const [generated] = (await lab.admin.list(subscriptions, { namespace })).filter(({ spec }) => spec.name === needed);
  expect(generated).toMatchObject({
    metadata: { generation: 1, annotations: { 'olm.generated-by': plan?.metadata.name } },
    spec: { installPlanApproval: 'Manual' },
  });
  await expect
    .poll(async () => (await lab.admin.list(clusterServiceVersions, { namespace })).map(({ status }) => status?.phase), soon)
    .toEqual(['Succeeded', 'Succeeded']);

  const patch = ['--type=merge', '-p', '{"spec":{"installPlanApproval":"Automatic"}}'];
  const target = ['subscriptions.operators.coreos.com', generated?.metadata.name ?? '', '-n', namespace];
  const { code, stderr } = await lab.kubectl(['patch', ...target, ...patch]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^The Subscription ".*" is invalid: .*: subscription\.manual-approval: Automatic is not allowed for /),
  });
});

it('a fault that is stored hinders no other change and no deletion, and cannot be made worse', async () => {
  const operator = await withOperator();
  const asPlatform = [
    '--as=system:serviceaccount:cpaas-system:marketplace',
    '--as-group=system:serviceaccounts:cpaas-system',
    '--as-group=system:masters',
  ];
  expect(await apply({ ...operator, installPlanApproval: 'Manual', channel: 'edge' }, asPlatform)).toMatchObject({ code: 0 });
  const target = ['subscriptions.operators.coreos.com', `${operator.name}-subs`, '-n', operator.namespace];
  const patch = (spec: object) => lab.kubectl(['patch', ...target, '--type=merge', '-p', JSON.stringify({ spec })]);

  expect(await lab.kubectl(['annotate', ...target, 'example.com/note=seen'])).toMatchObject({ code: 0, stderr: '' });
  expect(await patch({ config: { env: [{ name: 'A', value: 'b' }] } })).toMatchObject({ code: 0, stderr: '' });
  expect(await patch({ channel: 'other' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('has no channel other; its channels: stable'),
  });
  expect(await lab.kubectl(['delete', ...target, '--timeout=60s'])).toMatchObject({ code: 0, stderr: '' });
});

it('a package that nobody knows is not judged, and that is said', async () => {
  const namespace = await lab.namespace();
  const { stderr } = await apply({
    namespace,
    name: lab.name('nobody'),
    source: 'platform',
    sourceNamespace: 'cpaas-system',
    installPlanApproval: 'Manual',
  });
  expect(stderr).toContain('Warning: not checked: operatorPackage (channel-exists, all-namespaces)\n');
  expect(stderr).toContain('"check-subscription.cpaas.io" denied the request');
});

it('what OLM generated while nobody could be asked becomes Manual afterwards', async () => {
  const operator = await withOperator();
  const restore = [
    await lab.without(mutatingWebhooks, 'ext-webhook'),
    await lab.without(validatingWebhooks, 'check-subscription.cpaas.io'),
  ];
  const object = JSON.parse(manifest({ ...operator, installPlanApproval: 'Automatic' })) as { metadata: object };
  const input = JSON.stringify({ ...object, metadata: { ...object.metadata, annotations: { 'olm.generated-by': 'install-x' } } });
  expect(await lab.kubectl(['create', '-f', '-'], { input })).toMatchObject({ code: 0 });
  await expect.poll(async () => (await stored(operator.namespace, operator.name))?.spec.installPlanApproval, soon).toBe('Manual');
  for (const each of restore) await each();
});

it('another authority takes over when somebody asks for it, and nobody meets one that he does not trust', async () => {
  const operator = await withOperator();
  const authority = async () => (await lab.admin.get(secrets, 'ext-webhook-ca', 'ext-system'))?.data?.['tls.crt'];
  const before = await authority();
  await lab.kubectl(['annotate', 'secret', 'ext-webhook-ca', '-n', 'ext-system', 'ext.cpaas.io/rotate=now']);
  const failures: string[] = [];
  await expect
    .poll(async () => {
      const { code, stderr } = await apply({ ...operator, installPlanApproval: 'Manual' }, ['--dry-run=server']);
      if (code !== 0) failures.push(stderr);
      return authority();
    }, soon)
    .not.toBe(before);
  for (let count = 0; count < 10; count += 1) {
    expect(await apply({ ...operator, installPlanApproval: 'Manual' }, ['--dry-run=server'])).toMatchObject({ code: 0 });
  }
  expect(failures).toEqual([]);
});

describe('the rights of the webhook', () => {
  /** Each is refused for want of something, which the webhook reads anew before it says so. */
  async function refuseModules(): Promise<void> {
    const version = 'v9.0.0';
    const base = aModuleConfig({ plugin: 'nfs', spec: { version, dependencies: [{ moduleName: 'base', versionsMatch: ['>= v99.0.0'] }] } });
    const needed = { deleteable: true, description: { en: 'nfs' }, logo: 'data:image/svg+xml;base64,PHN2Zy8+' };
    await lab.admin.create(moduleConfigs, { ...base, spec: { ...needed, ...base.spec } });
    onTestFinished(async () => void (await lab.admin.delete(moduleConfigs, base.metadata.name)));
    // The platform's own webhook would refuse the first two before ours is asked.
    onTestFinished(await lab.without(mutatingWebhooks, 'cluster-transformer.cpaas.io'));
    const claimed = aModuleInfo({ plugin: 'web-cli', cluster: 'global', spec: { version: 'v4.0.4', config: {} } });
    const claim = claimFor({ cluster: 'global', module: 'web-cli', name: 'somebody', uid: 'u1' }, 'ext-system');
    await lab.admin.create(leases, claim);
    const [plugin, other] = [aModuleInfo({ plugin: 'nobody' }), aModuleInfo({ spec: { version } })];
    for (const object of [plugin, other, claimed, aModuleInfo({ plugin: 'nfs', spec: { version } })]) {
      const { stderr } = await lab.kubectl(['create', '-f', '-', '--dry-run=server'], { input: JSON.stringify(object) });
      expect(stderr).toContain('module-info.');
    }
    // What was stored once and has gone does not hold a place for long.
    const target = { name: claim.metadata.name, namespace: 'ext-system' };
    await lab.admin.patch(leases, target, { metadata: { annotations: { [storedAnnotation]: 'true' } } });
    await expect.poll(() => lab.admin.get(leases, target.name, target.namespace), soon).toBeNull();
  }

  /** A denial is told beside the object, and counted when it happens again. */
  async function beDeniedTwice(): Promise<void> {
    const operator = await withOperator();
    const told = async () =>
      (await lab.admin.list(events, { namespace: operator.namespace, fieldSelector: 'source=ext-webhook' })).map(
        ({ reason, message, count }) => ({ reason, message, count }),
      );
    await apply({ ...operator, installPlanApproval: 'Automatic' }, ['--dry-run=server']);
    await apply({ ...operator, installPlanApproval: 'Automatic' });
    const denial = { reason: 'Denied', message: 'CREATE denied: subscription.manual-approval at spec.installPlanApproval' };
    await expect.poll(told, soon).toEqual([{ ...denial, count: 1 }]);
    await apply({ ...operator, installPlanApproval: 'Automatic' });
    await expect.poll(told, soon).toEqual([{ ...denial, count: 2 }]);
  }

  it('are exactly what it uses', async () => {
    await refuseModules();
    await beDeniedTwice();
    const calls = callsIn(join(sharedCluster().logs, 'audit.log'));
    expect(beyondRights(calls, 'global')).toEqual([]);
    expect(unusedRights(calls, 'global')).toEqual([]);
    expect(calls.filter(({ isAllowed }) => !isAllowed)).toEqual([]);
  });
});
