import { describe, expect, it } from 'vitest';
import { aSubscription } from '../../test/support/builders.ts';
import { aModuleInfo } from '../../test/support/module-builders.ts';
import { misfitIn, misnamedIn } from './judged-shape.ts';
import { mergePatched } from './merge-patch.ts';
import type { KubeObject } from './object.ts';

const subscription = aSubscription({ metadata: { labels: { team: 'a' }, annotations: {} } });

describe('misfitIn', () => {
  it.each<[string, KubeObject]>([
    ['a Subscription', subscription],
    ['a ModuleInfo', aModuleInfo()],
    ['optional fields that are null', { ...subscription, spec: { ...subscription.spec, channel: null } } as unknown as KubeObject],
  ])('has nothing against %s', (_, object) => expect(misfitIn(object)).toBeUndefined());

  it.each<[string, KubeObject, object]>([
    ['spec.name', subscription, { spec: null }],
    ['spec.source', subscription, { spec: { source: null } }],
    ['spec.sourceNamespace', subscription, { spec: { sourceNamespace: 1 } }],
    ['spec.channel', subscription, { spec: { channel: 4 } }],
    ['spec.installPlanApproval', subscription, { spec: { installPlanApproval: ['Manual'] } }],
    ['metadata.labels', subscription, { metadata: { labels: 'a' } }],
    ['metadata.labels[team]', subscription, { metadata: { labels: { team: true } } }],
    ['metadata.annotations[note]', subscription, { metadata: { annotations: { note: 1 } } }],
    ['spec.version', aModuleInfo(), { spec: { version: 4 } }],
    ['spec.config', aModuleInfo(), { spec: { config: [] } }],
  ])('finds %s', (path, object, patch) => expect(misfitIn(mergePatched(object, patch) as KubeObject)).toBe(path));
});

it.each<[string | undefined, object]>([
  ['metadata.name', { name: 'a\u001b[2J' }],
  ['metadata.namespace', { namespace: 'A/b' }],
  [undefined, {}],
])('misnamedIn finds %s', (path, metadata) => expect(misnamedIn(aSubscription({ metadata }))).toBe(path));
