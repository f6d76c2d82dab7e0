import { message } from '../../messages/message.ts';
import type { KubeObject } from '../../model/object.ts';
import { namespaces } from '../../model/workload.ts';
import { everyManifest, foundIn, type Observed } from './observed.ts';
import { isRegistration, resourceOf } from './resources.ts';
import type { WebhookPlan, WebhookStep } from './steps.ts';
import { webhookNamespaceManifest } from './workload.ts';

/** What goes with the namespace, besides what is taken away by name. */
export interface UninstallView {
  readonly observed: Observed;
  /** How many claims of plugins, null where they are not to be seen. */
  readonly claims: number | null;
}

/** Plans the removal of everything: registrations first, so that no write is stopped in between, the namespace last. */
export function planUninstall({ observed, claims }: UninstallView): WebhookPlan {
  const namespace = foundIn(observed, webhookNamespaceManifest());
  const there = everyManifest()
    .filter(({ kind }) => kind !== namespaces.kind)
    .toReversed()
    .flatMap((object) => foundIn(observed, object) ?? []);
  const deletions = there.map((object): WebhookStep => ({ action: 'delete', resource: resourceOf(object), object }));
  return {
    title: message('webhook-uninstall.title'),
    notes: [message('webhook-uninstall.scope')],
    warnings: [],
    steps: [...anchors(there), ...deletions, ...namespaceSteps(namespace, claims)],
    manifests: [],
    isUnregistered: false,
  };
}

/** Where nothing of them is left, the registrations are told to be gone already. */
function anchors(there: readonly KubeObject[]): WebhookStep[] {
  if (there.length > 0) return [];
  const registrations = everyManifest().filter(isRegistration).toReversed();
  return registrations.map((object) => ({ action: 'keep', resource: resourceOf(object), object }));
}

function namespaceSteps(namespace: KubeObject | undefined, claims: number | null): WebhookStep[] {
  const resource = namespaces;
  if (namespace === undefined) return [{ action: 'keep', resource, object: webhookNamespaceManifest() }];
  const remark = claims === null ? message('webhook-uninstall.with-it') : message('webhook-uninstall.with-claims', { claims });
  const isGoing = namespace.metadata.deletionTimestamp !== undefined;
  const step: WebhookStep = isGoing
    ? { action: 'keep', resource, object: namespace }
    : { action: 'delete', resource, object: namespace, remark };
  return [step, { action: 'await-gone' }];
}
