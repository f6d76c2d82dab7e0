import { describe, expect, it } from 'vitest';
import { aModuleRequest, knowingFacts } from '../test/support/admission.ts';
import { unclaimed } from '../test/support/serve-app.ts';
import { aClusterModule, aModuleConfig, aModuleInfo, aModulePlugin, aPlatformCluster } from '../test/support/module-builders.ts';
import type { Facts } from '../shared/model/facts.ts';
import { defaultModes, modesIn, type ModeOf } from '../shared/policy/modes.ts';
import type { ClaimOutcome, ClaimWish } from './claims.ts';
import { createMutate } from './mutate.ts';
import type { AdmissionRequest, Verdict } from './review.ts';
import { createMetrics } from './metrics.ts';
import { createValidate, type ValidateParts } from './validate.ts';

const facts: Facts = {
  clusters: [aPlatformCluster()],
  modulePlugin: aModulePlugin(),
  moduleConfigs: [aModuleConfig()],
  modules: [],
  clusterModule: aClusterModule(),
};
const other = aModuleInfo({ metadata: { name: 'business-1' } });
const badForm = aModuleInfo({ spec: { config: { custom: { pgpu_enable: 'yes' } } } });
const formFault = 'module-info.config-form: custom.pgpu_enable can only be one of: true, false';

function verdict(
  request: Partial<AdmissionRequest>,
  { known = facts, fresh = known, modeOf = defaultModes, claims = unclaimed }: Setting = {},
): Promise<Verdict> {
  return createValidate({
    facts: knowingFacts(known, fresh),
    modeOf,
    metrics: createMetrics(),
    claims,
    tell: () => {},
    isOld: () => false,
  })(aModuleRequest(request), 1000);
}

interface Setting {
  readonly known?: Facts;
  readonly fresh?: Facts;
  readonly modeOf?: ModeOf;
  readonly claims?: ValidateParts['claims'];
}

function setting(data: Record<string, string>): ModeOf {
  const found = modesIn(data);
  return typeof found === 'function' ? found : () => 'enforce';
}

it('a lawful ModuleInfo passes without a word', async () => {
  expect(await verdict({})).toEqual({ warnings: [], notes: { verdict: 'allow' } });
});

it('rules that the API server asks itself are not asked again', async () => {
  const object = aModuleInfo({ metadata: { labels: { ...aModuleInfo().metadata.labels, 'cpaas.io/module-type': 'chart' } } });
  expect(await verdict({ object })).toEqual({ warnings: [], notes: { verdict: 'allow' } });
});

describe('a name that is not canonical', () => {
  const option = 'module-info.canonical-name';

  it('passes without a word, and is written down', async () => {
    expect(await verdict({ object: other })).toEqual({ warnings: [], notes: { verdict: 'allow', rules: option } });
  });

  it('is refused where an administrator wants that, and claims nothing', async () => {
    const wishes: ClaimWish[] = [];
    const claims = { take: async (wish: ClaimWish) => (wishes.push(wish), { is: 'granted' } as const) };
    const { denial } = await verdict({ object: other }, { modeOf: setting({ [option]: 'enforce' }), claims });
    expect(denial).toMatchObject({ code: 422, reason: 'Invalid', causes: [{ field: 'metadata.name' }] });
    expect(wishes).toEqual([]);
  });
});

describe('something in its place', () => {
  it('is a conflict, not a fault of the object', async () => {
    const { denial } = await verdict({}, { known: { ...facts, modules: [other] } });
    expect(denial).toMatchObject({ code: 409, reason: 'AlreadyExists', kind: 'ModuleInfo' });
  });

  it('is a fault beside one', async () => {
    const { denial } = await verdict({}, { known: { ...facts, modules: [other], modulePlugin: null } });
    expect(denial).toMatchObject({ code: 422, reason: 'Invalid' });
    expect(denial?.causes).toHaveLength(2);
  });

  it('that cannot be looked for lets nothing pass, for this rule alone', async () => {
    const { clusters, modulePlugin, moduleConfigs, clusterModule } = facts;
    const { denial, warnings } = await verdict({}, { known: { clusters, modulePlugin, moduleConfigs, clusterModule } });
    expect(denial).toMatchObject({ code: 503, reason: 'ServiceUnavailable', retryAfterSeconds: 5 });
    expect(denial?.message).toBe('module-info.once-per-cluster: modules could not be read; try again in a moment');
    expect(warnings).toEqual(['not checked: modules (affinity, dependencies, once-per-cluster)']);
  });
});

describe('a place', () => {
  const asking = (outcome: ClaimOutcome) => {
    const wishes: ClaimWish[] = [];
    return { wishes, claims: { take: async (wish: ClaimWish) => (wishes.push(wish), outcome) } };
  };

  it('is asked for last, for the object and whether it is to be stored', async () => {
    const { wishes, claims } = asking({ is: 'granted' });
    const object = { ...aModuleInfo(), metadata: { ...aModuleInfo().metadata, uid: 'u1' } };
    expect(await verdict({ object, dryRun: true }, { claims })).toEqual({ warnings: [], notes: { verdict: 'allow' } });
    expect(wishes).toEqual([{ cluster: 'business', module: 'gpu-device-plugin', name: object.metadata.name, uid: 'u1', dryRun: true }]);
  });

  it.each<[string, Partial<AdmissionRequest>, Facts]>([
    ['what is refused anyway', {}, { ...facts, modulePlugin: null }],
    ['what is installed already', {}, { ...facts, modules: [other] }],
    ['an UPDATE', { operation: 'UPDATE', oldObject: aModuleInfo() }, facts],
    ['what names no cluster', { object: aModuleInfo({ metadata: { labels: { 'cpaas.io/module-name': 'nfs' } } }) }, facts],
  ])('is not asked for by %s', async (_what, request, known) => {
    const { wishes, claims } = asking({ is: 'granted' });
    await verdict(request, { known, claims });
    expect(wishes).toEqual([]);
  });

  it.each<[ClaimOutcome, object]>([
    [
      { is: 'taken', by: other },
      { code: 409, reason: 'AlreadyExists', message: expect.stringContaining('as business-1 in version v4.0.15') },
    ],
    [
      { is: 'busy', seconds: 25 },
      { code: 409, reason: 'Conflict', retryAfterSeconds: 25, message: expect.stringContaining('wait, then try again in 25 s') },
    ],
    [
      { is: 'unreadable' },
      { code: 503, retryAfterSeconds: 5, message: 'module-info.once-per-cluster: claim could not be read; try again in a moment' },
    ],
  ])('that is $is refuses', async (outcome, denial) => {
    expect((await verdict({}, { claims: asking(outcome).claims })).denial).toMatchObject(denial);
  });

  it('is claimed in every mode, and only shown where that is the mode', async () => {
    const { wishes, claims } = asking({ is: 'busy', seconds: 25 });
    const modeOf = setting({ 'module-info.once-per-cluster': 'warn' });
    expect(await verdict({}, { claims, modeOf })).toEqual({
      warnings: ['module-info.once-per-cluster: another installation of gpu-device-plugin on cluster business is under way'],
      notes: { verdict: 'allow', rules: 'module-info.once-per-cluster' },
    });
    expect(wishes).toHaveLength(1);
  });
});

describe('modes', () => {
  it('show what a cautious rule would deny', async () => {
    expect(await verdict({ object: badForm })).toEqual({
      warnings: [formFault],
      notes: { verdict: 'allow', rules: 'module-info.config-form' },
    });
  });

  it('enforce what is told to be enforced', async () => {
    const modeOf = setting({ 'module-info.config-form': 'enforce' });
    expect((await verdict({ object: badForm }, { modeOf })).denial?.message).toContain(
      'module-info.config-form: spec.config.custom.pgpu_enable: ',
    );
  });

  it('write down what is only audited', async () => {
    const modeOf = setting({ 'module-info.config-form': 'audit', 'module-info.names-a-plugin': 'audit' });
    expect(await verdict({ object: badForm }, { modeOf, known: { ...facts, modulePlugin: null } })).toEqual({
      warnings: [],
      notes: { verdict: 'allow', rules: 'module-info.names-a-plugin,module-info.config-form' },
    });
  });
});

describe('a denial for want of something', () => {
  it.each<[string, Partial<AdmissionRequest>, Facts]>([
    ['a cluster', { object: aModuleInfo({ cluster: 'new' }) }, { clusters: [aPlatformCluster(), aPlatformCluster({ name: 'new' })] }],
    ['a version', { object: aModuleInfo({ spec: { version: 'v5' } }) }, { moduleConfigs: [aModuleConfig({ spec: { version: 'v5' } })] }],
  ])('looks again first, and forgets it where it came: %s', async (_what, request, news) => {
    const { denial } = await verdict(request, { known: facts });
    expect(denial?.code).toBe(422);
    expect((await verdict(request, { known: facts, fresh: { ...facts, ...news } })).denial).toBeUndefined();
  });
});

it('the mutating half completes the label and warns', async () => {
  const { 'cpaas.io/module-type': _, ...labels } = aModuleInfo().metadata.labels ?? {};
  const mutate = createMutate({ facts: knowingFacts({}) });
  const object = aModuleInfo({ metadata: { labels } });
  expect(await mutate(aModuleRequest({ object }), 1000)).toEqual({
    operations: [{ op: 'add', path: '/metadata/labels/cpaas.io~1module-type', value: 'plugin' }],
    warnings: ['label cpaas.io/module-type set to plugin'],
  });
  expect(await mutate(aModuleRequest({ object, groups: ['system:serviceaccounts:cpaas-system'] }), 1000)).toEqual({});
});

it.each<[string, unknown, string]>([
  ['a version that is a number', { ...aModuleInfo(), spec: { version: 4 } }, 'spec.version is not a string'],
  ['a configuration in a list', { ...aModuleInfo(), spec: { version: 'v1', config: [] } }, 'spec.config is not an object'],
  ['no spec', { ...aModuleInfo(), spec: undefined }, 'spec is not there'],
  [
    'a status of another kind',
    { ...aModuleInfo(), status: { availableVersions: [{}] } },
    'status.availableVersions[0].version is not there',
  ],
])('%s is refused with its path', async (_what, object, text) => {
  expect((await verdict({ object: JSON.parse(JSON.stringify(object)) })).denial).toMatchObject({ code: 422, message: text });
});
