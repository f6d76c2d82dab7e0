import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aReview, knowingFacts, reviewUid } from '../test/support/admission.ts';
import { aPackage, aSubscription } from '../test/support/builders.ts';
import { jsonPatched } from '../test/support/json-patch.ts';
import { aClusterModule, aModuleConfig, aModuleInfo, aModulePlugin, aPlatformCluster } from '../test/support/module-builders.ts';
import { unclaimed } from '../test/support/serve-app.ts';
import type { JsonPatchOperation } from '../shared/cluster/cluster.ts';
import { pathOf } from '../shared/model/field-path.ts';
import { misfitIn, type Misfit } from '../shared/model/judged-shape.ts';
import { moduleInfoes } from '../shared/model/module-info.ts';
import { subscriptions } from '../shared/model/subscription.ts';
import { modesIn, type ModeOf } from '../shared/policy/modes.ts';
import { defaultConfig } from './config.ts';
import { createMetrics } from './metrics.ts';
import { createMutate } from './mutate.ts';
import { Rejection } from './rejection.ts';
import { readReview, writeReview } from './review.ts';
import { createValidate } from './validate.ts';

const many = { numRuns: 10_000 };

const facts = knowingFacts({
  operatorPackage: aPackage(),
  publishedByAlauda: true,
  subscriptions: [aSubscription()],
  clusters: [aPlatformCluster()],
  modulePlugin: aModulePlugin(),
  moduleConfigs: [
    aModuleConfig(),
    aModuleConfig({ spec: { version: 'v4.0.16', dependencies: [{ moduleName: 'nfs' }], upgradeBefore: [{ moduleName: 'nfs' }] } }),
  ],
  modules: [aModuleInfo({ plugin: 'nfs' })],
  clusterModule: aClusterModule(),
});
const enforced = modesIn({
  'module-info.config-form': 'enforce',
  'module-info.upgrade-path': 'enforce',
  'module-info.dependencies': 'enforce',
  'module-info.canonical-name': 'enforce',
});
const validate = createValidate({
  facts,
  modeOf: enforced as ModeOf,
  metrics: createMetrics(),
  claims: unclaimed,
  tell: () => {},
  isOld: () => false,
});
const mutate = createMutate({ facts });

const texts = { type: 'array', items: { type: 'string' } };
const isAnswer = new Ajv({ strict: false }).compile({
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'response'],
  properties: {
    apiVersion: { const: 'admission.k8s.io/v1' },
    kind: { const: 'AdmissionReview' },
    response: {
      type: 'object',
      additionalProperties: false,
      required: ['uid', 'allowed'],
      dependentRequired: { patch: ['patchType'], patchType: ['patch'] },
      properties: {
        uid: { type: 'string' },
        allowed: { type: 'boolean' },
        patchType: { const: 'JSONPatch' },
        patch: { type: 'string' },
        warnings: { ...texts, items: { type: 'string', maxLength: 120 } },
        auditAnnotations: { type: 'object', additionalProperties: { type: 'string' } },
        status: {
          type: 'object',
          required: ['status', 'code', 'reason', 'message'],
          properties: {
            status: { const: 'Failure' },
            code: { enum: [409, 422, 503] },
            reason: { type: 'string' },
            message: { type: 'string' },
          },
        },
      },
    },
  },
});

const word = { type: 'string' };
const wordOrNull = { ...word, nullable: true };
const mapOrNull = (rest: object = {}) => ({ type: 'object', nullable: true, ...rest });
const listOrNull = (items: object) => ({ type: 'array', nullable: true, items });
const metadataSchema = {
  type: 'object',
  properties: {
    name: word,
    namespace: word,
    labels: mapOrNull({ additionalProperties: word }),
    annotations: mapOrNull({ additionalProperties: word }),
  },
};
const schemaOf = (kind: string, spec: object, status: object) => ({
  type: 'object',
  required: ['kind', 'metadata', 'spec'],
  properties: { kind: { const: kind }, metadata: metadataSchema, spec: { type: 'object', ...spec }, status: mapOrNull(status) },
});
const shapesByAjv = new Ajv({ strict: false, ownProperties: true });

/** What rules count on, said as schemas. */
const shapes = {
  Subscription: shapesByAjv.compile(
    schemaOf(
      'Subscription',
      {
        required: ['name', 'source', 'sourceNamespace'],
        properties: {
          ...{ name: word, source: word, sourceNamespace: word },
          ...{ channel: wordOrNull, startingCSV: wordOrNull, installPlanApproval: wordOrNull },
        },
      },
      { properties: { installedCSV: wordOrNull } },
    ),
  ),
  ModuleInfo: shapesByAjv.compile(
    schemaOf(
      'ModuleInfo',
      { required: ['version'], properties: { version: word, config: mapOrNull() } },
      {
        properties: {
          version: wordOrNull,
          blockReasons: listOrNull(word),
          availableVersions: listOrNull({ type: 'object', required: ['version'], properties: { version: word } }),
        },
      },
    ),
  ),
};
const typesInWords: Readonly<Record<string, string>> = { object: 'an object', string: 'a string', array: 'a list' };

/** What a schema says of an object. */
function misfitByAjv(kind: keyof typeof shapes, object: unknown): Misfit | undefined {
  const isFit = shapes[kind];
  isFit(object);
  const [error] = isFit.errors ?? [];
  if (error === undefined) return undefined;
  const keys = error.instancePath.split('/').slice(1);
  const { missingProperty, type } = error.params as Record<string, string>;
  if (missingProperty !== undefined) keys.push(missingProperty);
  const path = pathOf(keys.map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))) || 'object';
  return { path, wanted: { required: 'there', const: kind, type: typesInWords[type ?? ''] }[error.keyword] ?? error.keyword };
}

async function answers(bytes: Buffer): Promise<string[]> {
  const request = readReview(bytes, defaultConfig.limits);
  return Promise.all([validate, mutate].map(async (decide) => writeReview(request, await decide(request, 1000))));
}

/** What came of a body; a failure of ours is thrown. */
async function outcomeOf(body: Buffer): Promise<string> {
  try {
    const all = await answers(body);
    return all.every((each) => isAnswer(JSON.parse(each))) ? 'answered' : 'answered badly';
  } catch (error) {
    if (error instanceof Rejection) return `rejected: ${error.status}`;
    throw error;
  }
}

/** What is wrong with the answers to a review; empty where nothing is. */
async function faultsOf(parts: { readonly object: unknown }): Promise<string[]> {
  const all = (await answers(review(parts))).map((each) => JSON.parse(each) as { response: { uid: string; patch?: string } });
  const misshapen = all.filter((answer) => !isAnswer(answer) || answer.response.uid !== reviewUid).map((answer) => JSON.stringify(answer));
  const patch = all[1]?.response.patch;
  if (patch === undefined) return misshapen;
  const operations = JSON.parse(Buffer.from(patch, 'base64').toString()) as JsonPatchOperation[];
  const object = jsonPatched(JSON.parse(JSON.stringify(parts.object)), operations);
  const [, again = ''] = await answers(review({ ...parts, object }));
  return again.includes('"patch":') ? [...misshapen, `patched twice: ${again}`] : misshapen;
}

const key = fc.constantFrom('__proto__', 'constructor', 'a/b~c', 'cpaas.io/module-type', 'custom', 'pgpu_enable', 'x');
const anything = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, fc.jsonValue(), tie('map'), fc.array(tie('value'), { maxLength: 4 })),
  map: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
})).value;
const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('v4.0.15', 'v4.0.16', 'stable', 'Manual', 'Automatic', 'business', '') },
  { weight: 1, arbitrary: anything },
);
const labels = fc.dictionary(fc.constantFrom('cpaas.io/cluster-name', 'cpaas.io/module-name', 'cpaas.io/module-type', '__proto__'), text, {
  maxKeys: 3,
});
const metadata = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      { name: text, namespace: text, labels: fc.oneof(labels, anything), annotations: fc.oneof(labels, anything) },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: anything },
);
const status = fc.oneof(
  anything,
  fc.record(
    { version: text, blockReasons: fc.array(text), availableVersions: fc.array(fc.record({ version: text })), installedCSV: text },
    { requiredKeys: [] },
  ),
);
const spec = fc.record(
  {
    version: text,
    config: anything,
    name: text,
    source: text,
    sourceNamespace: text,
    channel: text,
    startingCSV: text,
    installPlanApproval: text,
  },
  { requiredKeys: [] },
);
const written = { metadata, spec: fc.oneof(spec, anything), status };
const infos = fc.record(
  { kind: fc.constant('ModuleInfo'), apiVersion: fc.constant('cluster.alauda.io/v1alpha1'), ...written },
  { requiredKeys: ['kind', 'apiVersion'] },
);
const subs = fc.record(
  { kind: fc.constant('Subscription'), apiVersion: fc.constant('operators.coreos.com/v1alpha1'), ...written },
  { requiredKeys: ['kind', 'apiVersion'] },
);
const request = fc.record({
  resource: fc.constantFrom(subscriptions, moduleInfoes).map(({ group, version, plural }) => ({ group, version, resource: plural })),
  operation: fc.constantFrom('CREATE', 'UPDATE', 'DELETE', 'CONNECT'),
  object: fc.oneof(infos, subs, anything),
  oldObject: fc.oneof(infos, subs, fc.constant(null)),
  dryRun: fc.boolean(),
});

function review(parts: object): Buffer {
  return Buffer.from(JSON.stringify(aReview(parts as Record<string, unknown>)));
}

describe('ten thousand', () => {
  it('arbitrary objects get an answer that fits its schema, and a patched one no second patch', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (parts) => {
        expect(await faultsOf(parts)).toEqual([]);
      }),
      many,
    );
  }, 60_000);

  it('arbitrary objects have the shape that rules count on, or a first misfit, as a schema says', async () => {
    const seen = new Set<string | undefined>();
    fc.assert(
      fc.property(fc.constantFrom('Subscription' as const, 'ModuleInfo' as const), fc.oneof(infos, subs, anything), (kind, object) => {
        // As it comes out of a review: a key like that of a prototype is the object's own.
        const read: unknown = JSON.parse(JSON.stringify(object));
        const misfit = misfitIn(kind, read);
        seen.add(misfit && `${misfit.path} ${misfit.wanted}`);
        expect(misfit).toEqual(misfitByAjv(kind, read));
      }),
      many,
    );
    expect(seen).toContain(undefined);
    expect(seen.size).toBeGreaterThan(20);
  }, 60_000);

  it('arbitrary bodies get an answer, or one word and a status that blames the sender', async () => {
    const whole = review({ object: aModuleInfo() });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((each) => Buffer.from(each)),
      fc.json().map((each) => Buffer.from(each)),
      fc.string({ unit: 'binary', maxLength: 200 }).map((each) => Buffer.from(each)),
      fc.nat(whole.length).map((length) => whole.subarray(0, length)),
      fc
        .tuple(fc.nat(whole.length - 1), fc.nat(255))
        .map(([at, byte]) => Buffer.concat([whole.subarray(0, at), Buffer.from([byte]), whole.subarray(at + 1)])),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        expect(await outcomeOf(body)).toMatch(/^(answered|rejected: 4\d\d)$/);
      }),
      many,
    );
  }, 60_000);
});
