import { ExtError } from '../../errors.ts';
import { message } from '../../messages/message.ts';
import type { WebhookConfiguration } from '../../model/admission.ts';
import { configMaps, type ConfigMap } from '../../model/config-map.ts';
import type { Deployment } from '../../model/workload.ts';
import { disabledIn, together } from './disabled.ts';
import { deploymentOfWebhook, mapOfDisabled, whyNotReady } from './landmarks.ts';
import { webhookName, webhookNamespace, type Manifest } from './manifest.ts';
import { foundIn, type Observed } from './observed.ts';
import { noAuthority, registerStep, type InstallView } from './register.ts';
import { webhookRegistrations } from './registrations.ts';
import { isBinding, isRegistration, resourceOf } from './resources.ts';
import { isChange, type WebhookPlan, type WebhookStep } from './steps.ts';
import { roleIn, tlsIn } from './wish.ts';

const installHint = 'kubectl ext webhook install --role global|workload';

/** Plans the end of a break-glass. Throws `unmet` where nobody could answer, or nothing tells what was registered. */
export function planEnable(view: InstallView): WebhookPlan {
  const { observed, authority, given } = view;
  const map = foundIn<ConfigMap>(observed, mapOfDisabled);
  const saved = map === undefined ? [] : savedIn(map);
  const objects = [...saved.filter(isBinding), ...registrationsFor(saved, observed)];
  const steps = objects.map((object) => stepFor(object, view));
  const changes = steps.filter(isChange);
  const end: WebhookStep[] = map === undefined ? [] : [{ action: 'delete', resource: configMaps, object: map }];
  const plan: WebhookPlan = {
    title: message('webhook-enable.title'),
    notes: [],
    warnings: [],
    steps: [...steps, ...end, { action: 'probe' }],
    manifests: objects,
    isUnregistered: false,
  };
  if (changes.length > 0) checkReady(foundIn<Deployment>(observed, deploymentOfWebhook));
  if (changes.some(({ action }) => action === 'register') && authority === undefined && given === undefined) throw noAuthority();
  return plan;
}

function savedIn(map: ConfigMap): readonly Manifest[] {
  const { objects } = disabledIn(map);
  if (objects !== undefined) return objects;
  const { name: configMap } = map.metadata;
  throw new ExtError('unmet', message('webhook-enable.unreadable', { configMap, namespace: webhookNamespace }), {
    ...{ object: `configmap/${configMap}`, hints: [installHint] },
  });
}

/** Both registrations: as they are, as they were saved, else made anew for what the Deployment takes the cluster for. */
function registrationsFor(saved: readonly Manifest[], observed: Observed): Manifest[] {
  const known = saved.filter(isRegistration);
  const deployment = foundIn<Deployment>(observed, deploymentOfWebhook);
  const role = roleIn(deployment);
  const anew = webhookRegistrations({ role: role ?? 'global', tls: tlsIn(deployment) });
  const missing = anew.filter((object) => foundIn(observed, object) === undefined);
  const isSaved = ({ kind }: Manifest) => known.some((each) => each.kind === kind);
  if (role === undefined && missing.some((object) => !isSaved(object))) throw notInstalled();
  return together(...anew, ...known);
}

function stepFor(object: Manifest & WebhookConfiguration, view: InstallView): WebhookStep {
  const resource = resourceOf(object);
  const stored = foundIn(view.observed, object);
  if (stored !== undefined) return { action: 'keep', resource, object: stored };
  if (isRegistration(object)) return registerStep(object, view);
  return { action: 'put', resource, object, isThere: false, patch: {} };
}

function checkReady(deployment: Deployment | undefined): void {
  if (deployment === undefined) throw notInstalled();
  if ((deployment.status?.readyReplicas ?? 0) > 0) return;
  throw new ExtError('unmet', message('webhook-enable.not-ready'), {
    ...{ object: `deployment/${webhookName}`, because: message('webhook-enable.not-ready.because') },
    hints: whyNotReady,
  });
}

function notInstalled(): ExtError {
  return new ExtError('unmet', message('webhook-enable.not-installed', { namespace: webhookNamespace }), {
    hints: [installHint],
  });
}
