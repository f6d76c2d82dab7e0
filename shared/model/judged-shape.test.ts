import { describe, expect, it } from 'vitest';
import { aSubscription } from '../../test/support/builders.ts';
import { aModuleInfo } from '../../test/support/module-builders.ts';
import { misfitIn, misnamedIn } from './judged-shape.ts';
import { mergePatched } from './merge-patch.ts';
import type { ModuleInfo } from './module-info.ts';
import type { Subscription } from './subscription.ts';

type Judged = Subscription | ModuleInfo;

const subscription = aSubscription({ metadata: { labels: { team: 'a' }, annotations: {} } });

describe('misfitIn', () => {
  it.each<[string, Judged]>([
    ['a Subscription', subscription],
    ['a ModuleInfo', aModuleInfo()],
    ['optional fields that are null', { ...subscription, spec: { ...subscription.spec, channel: null } } as unknown as Judged],
  ])('has nothing against %s', (_, object) => expect(misfitIn(object.kind, object)).toBeUndefined());

  it.each<[string, string, Judged, object]>([
    ['spec', 'there', subscription, { spec: null }],
    ['spec.source', 'there', subscription, { spec: { source: null } }],
    ['spec.sourceNamespace', 'a string', subscription, { spec: { sourceNamespace: 1 } }],
    ['spec.channel', 'a string', subscription, { spec: { channel: 4 } }],
    ['spec.installPlanApproval', 'a string', subscription, { spec: { installPlanApproval: ['Manual'] } }],
    ['metadata.labels', 'an object', subscription, { metadata: { labels: 'a' } }],
    ['metadata.labels.team', 'a string', subscription, { metadata: { labels: { team: true } } }],
    ['metadata.annotations[a/b]', 'a string', subscription, { metadata: { annotations: { 'a/b': 1 } } }],
    ['spec.version', 'a string', aModuleInfo(), { spec: { version: 4 } }],
    ['spec.config', 'an object', aModuleInfo(), { spec: { config: [] } }],
    ['status.blockReasons[1]', 'a string', aModuleInfo(), { status: { blockReasons: ['a', 1] } }],
    ['status.availableVersions', 'a list', aModuleInfo(), { status: { availableVersions: {} } }],
    ['status.availableVersions[0].version', 'there', aModuleInfo(), { status: { availableVersions: [{}] } }],
  ])('finds that %s is not %s', (path, wanted, object, patch) =>
    expect(misfitIn(object.kind, mergePatched(object, patch))).toEqual({ path, wanted }),
  );

  it.each<[string, string, unknown]>([
    ['object', 'an object', []],
    ['kind', 'ModuleInfo', subscription],
  ])('finds that the %s is not %s', (path, wanted, object) => expect(misfitIn('ModuleInfo', object)).toEqual({ path, wanted }));

  it.each(['__proto__', 'constructor', 'hasOwnProperty'])('is not fooled by a key called %s', (key) => {
    const spec = { name: 'a', source: 'b', sourceNamespace: 'c' };
    const read = (text: string): unknown => JSON.parse(text.replaceAll('KEY', key));
    const object = (parts: object) => read(JSON.stringify({ kind: 'Subscription', metadata: {}, ...parts }));
    expect(misfitIn('Subscription', object({ spec: { ...spec, KEY: { channel: 1 } } }))).toBeUndefined();
    expect(misfitIn('Subscription', object({ spec: { KEY: spec } }))).toEqual({ path: 'spec.name', wanted: 'there' });
    const path = key === '__proto__' ? 'metadata.labels[__proto__]' : `metadata.labels.${key}`;
    expect(misfitIn('Subscription', object({ metadata: { labels: { KEY: {} } }, spec }))).toEqual({ path, wanted: 'a string' });
  });

  it('counts nothing that a prototype brings', () => {
    const heir = Object.create({ channel: 1, name: 'a' }) as object;
    const spec = Object.assign(heir, { source: 'b', sourceNamespace: 'c' });
    expect(misfitIn('Subscription', { kind: 'Subscription', metadata: {}, spec })).toEqual({ path: 'spec.name', wanted: 'there' });
    expect(misfitIn('Subscription', { kind: 'Subscription', metadata: {}, spec: Object.assign(spec, { name: 'a' }) })).toBeUndefined();
  });

  it('takes the last of two equal keys, as the API server does', () => {
    const text = '{"kind":"Subscription","metadata":{},"spec":{"name":"a","source":"b","sourceNamespace":"c","channel":"d","channel":1}}';
    expect(misfitIn('Subscription', JSON.parse(text))).toEqual({ path: 'spec.channel', wanted: 'a string' });
  });
});

it.each<[string | undefined, object]>([
  ['metadata.name', { name: 'a\u001b[2J' }],
  ['metadata.namespace', { namespace: 'A/b' }],
  [undefined, {}],
])('misnamedIn finds %s', (path, metadata) => expect(misnamedIn(aSubscription({ metadata }))).toBe(path));
