import { message } from '../../messages/message.ts';
import { configMaps, type ConfigMap } from '../../model/config-map.ts';
import { namespaces } from '../../model/workload.ts';
import { asWritten, disabledIn, disabledManifest, together } from './disabled.ts';
import { mapOfDisabled } from './landmarks.ts';
import type { Manifest } from './manifest.ts';
import { everyManifest, foundIn, type Observed } from './observed.ts';
import { isBinding, isRegistration, resourceOf } from './resources.ts';
import type { WebhookPlan, WebhookStep } from './steps.ts';
import { webhookNamespaceManifest } from './workload.ts';

/** Why the webhook is to be disabled, when and by whom. */
export interface DisableAsk {
  readonly reason: string;
  /** RFC 3339. */
  readonly time: string;
  readonly by: string | null;
  /** The policies of the API server are to deny nothing either. */
  readonly policies: boolean;
}

/** What `webhook disable` takes away: registrations, the one that denies first, and with `policies` what makes policies deny. */
export function objectsToDisable({ policies }: Pick<DisableAsk, 'policies'>): Manifest[] {
  const all = everyManifest();
  return [...all.filter(isRegistration).toReversed(), ...(policies ? all.filter(isBinding) : [])];
}

/** Plans the break-glass: what is taken away is saved first. Where nothing is left to take away, nothing is written. */
export function planDisable(ask: DisableAsk, observed: Observed): WebhookPlan {
  const targets = objectsToDisable(ask).flatMap((object) => foundIn(observed, object) ?? []);
  const plan = { title: message('webhook-disable.title'), notes: [], warnings: [], isUnregistered: false };
  if (targets.length === 0) return { ...plan, steps: objectsToDisable(ask).filter(isRegistration).map(keepStep), manifests: [] };
  const before = foundIn<ConfigMap>(observed, mapOfDisabled);
  const objects = together(...((before && disabledIn(before).objects) ?? []), ...targets.map(asWritten));
  const map = disabledManifest({ ...ask, objects });
  const deletions = targets.map((object): WebhookStep => ({ action: 'delete', resource: resourceOf(object), object }));
  return {
    ...plan,
    notes: [message('webhook-disable.scope'), ...(ask.policies ? [] : [message('webhook-disable.policies-stay')])],
    steps: [...namespaceSteps(observed), putStep(map, before), ...deletions],
    manifests: [],
  };
}

/** Nothing is taken away that was not saved. Who has to go on all the same can, by hand. */
const refused = { sentence: message('webhook-disable.not-saved'), hints: [message('webhook-disable.not-saved.hint')] };

/** The place for what is saved may have been deleted, which is one of the reasons to break the glass. */
function namespaceSteps(observed: Observed): WebhookStep[] {
  const namespace = webhookNamespaceManifest();
  if (foundIn(observed, namespace) !== undefined) return [];
  return [{ action: 'put', resource: namespaces, object: namespace, isThere: false, patch: {}, refused }];
}

function putStep(map: Manifest & ConfigMap, before: ConfigMap | undefined): WebhookStep {
  const remark = message('webhook-disable.saves');
  return { action: 'put', resource: configMaps, object: map, isThere: before !== undefined, patch: { data: map.data }, remark, refused };
}

function keepStep(object: Manifest): WebhookStep {
  return { action: 'keep', resource: resourceOf(object), object };
}
