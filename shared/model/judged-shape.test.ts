import { describe, expect, it } from 'vitest';
import { aSubscription } from '../../test/support/builders.ts';
import { aModuleInfo } from '../../test/support/module-builders.ts';
import { createShapes } from './judged-shape.ts';
import { mergePatched } from './merge-patch.ts';
import type { KubeObject } from './object.ts';

const subscription = aSubscription({ metadata: { labels: { team: 'a' }, annotations: {} } });

const misfitIn = createShapes();
const misfitOf = (object: KubeObject) => misfitIn(object.kind as Parameters<typeof misfitIn>[0], object);

describe('the shape', () => {
  it.each<[string, KubeObject]>([
    ['a Subscription', subscription],
    ['a ModuleInfo', aModuleInfo()],
    ['optional fields that are null', { ...subscription, spec: { ...subscription.spec, channel: null } } as unknown as KubeObject],
  ])('has nothing against %s', (_, object) => expect(misfitOf(object)).toBeUndefined());

  it.each<[string, KubeObject, object]>([
    ['spec', subscription, { spec: null }],
    ['status.availableVersions[0].version', aModuleInfo(), { status: { availableVersions: [{}] } }],
    ['spec.source', subscription, { spec: { source: null } }],
    ['spec.sourceNamespace', subscription, { spec: { sourceNamespace: 1 } }],
    ['spec.channel', subscription, { spec: { channel: 4 } }],
    ['spec.installPlanApproval', subscription, { spec: { installPlanApproval: ['Manual'] } }],
    ['metadata.labels', subscription, { metadata: { labels: 'a' } }],
    ['metadata.labels.team', subscription, { metadata: { labels: { team: true } } }],
    ['metadata.annotations.note', subscription, { metadata: { annotations: { note: 1 } } }],
    ['spec.version', aModuleInfo(), { spec: { version: 4 } }],
    ['spec.config', aModuleInfo(), { spec: { config: [] } }],
  ])('finds %s', (path, object, patch) => expect(misfitOf(mergePatched(object, patch) as KubeObject)?.path).toBe(path));
});
