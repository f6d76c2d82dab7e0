import { ExtError } from '../../errors.ts';
import { message, type Message } from '../../messages/message.ts';
import { admissionPolicies, type WebhookConfiguration } from '../../model/admission.ts';
import { configMaps, type ConfigMap } from '../../model/config-map.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Deployment } from '../../model/workload.ts';
import { isBesideModes, modesIn, type Mode, type ModeOf } from '../../policy/modes.ts';
import { covers } from './compare.ts';
import { disabledIn } from './disabled.ts';
import { webhookManifests } from './index.ts';
import { deploymentOfWebhook, mapOfDisabled, mapOfModes } from './landmarks.ts';
import { webhookNamespace, type Manifest, type WebhookWish } from './manifest.ts';
import { inMode, modesManifest, modesMap, modesPatch, saysOnly } from './modes.ts';
import { everyManifest, foundIn, keyOf, type Observed } from './observed.ts';
import { isTrusting, registerStep, type InstallView } from './register.ts';
import { isRegistration, resourceOf } from './resources.ts';
import { isChange, type DeleteStep, type WebhookPlan, type WebhookStep } from './steps.ts';
import { roleIn, wishOf, type WebhookAsk } from './wish.ts';
import { webhookNamespaceManifest } from './workload.ts';

/** What an installation of the webhook was asked for. */
export interface InstallAsk extends WebhookAsk {
  /** The mode of every rule; undefined leaves the modes as they are. */
  readonly mode?: Mode;
  /** Nothing is registered where nobody waits until there is somebody to ask. */
  readonly wait: boolean;
}

/** Plans an installation, a change of one, or nothing where all is as wanted. Throws `unmet` where a guard stands in the way. */
export function planWebhookInstall(ask: InstallAsk, view: InstallView): WebhookPlan {
  const { observed } = view;
  const standing = foundIn<Deployment>(observed, deploymentOfWebhook);
  const wish = wishOf(ask, standing);
  const manifests = manifestsFor(wish, ask, observed);
  checkNamespace(foundIn(observed, webhookNamespaceManifest()));
  const writes = manifests.filter((object) => !isRegistration(object)).map((object) => writeStep(object, observed));
  const registering = registerSteps(manifests.filter(isRegistration), view);
  const isUnregistered = !ask.wait && registering.some(isChange);
  return {
    title: message('webhook-install.title', { image: wish.image, role: wish.role, replicas: wish.replicas }),
    notes: isUnregistered ? [] : [message(`webhook-install.scope.${wish.role}`)],
    warnings: warningsFor(ask, observed, standing),
    steps: stepsOf([...writes, ...goneSteps(manifests, observed)], registering, ask),
    manifests,
    isUnregistered,
  };
}

/** All that is wanted, in the order in which it is applied: policies follow their modes, so the ConfigMap of modes comes before them. */
function manifestsFor(wish: WebhookWish, { mode }: InstallAsk, observed: Observed): Manifest[] {
  const modeOf = modesFor(mode, observed);
  const objects = Object.values(webhookManifests(wish))
    .flat()
    .map((object) => inMode(object, modeOf));
  const firstPolicy = objects.findIndex(({ kind }) => kind === admissionPolicies.kind);
  return mode === undefined ? objects : objects.toSpliced(firstPolicy, 0, modesManifest(mode));
}

/** Registrations come last, when there is somebody to ask: until then they would stop every write. */
function stepsOf(writes: readonly WebhookStep[], registering: readonly WebhookStep[], { wait }: InstallAsk): WebhookStep[] {
  if (!wait) return [...writes, ...registering.filter(({ action }) => action === 'keep')];
  return [...writes, { action: 'await-replicas' }, ...registering, { action: 'probe' }];
}

/** The modes that policies follow: those that were asked for, which mends wrong ones but no list of packages, else those that stand. */
function modesFor(mode: Mode | undefined, observed: Observed): ModeOf {
  const map = foundIn<ConfigMap>(observed, mapOfModes);
  const modes = modesIn(map?.data ?? {});
  const isMended = typeof modes === 'function' || !isBesideModes(modes.key);
  if (mode !== undefined && isMended) return () => mode;
  if (typeof modes === 'function') return modes;
  throw new ExtError('unmet', message('webhook-install.bad-mode', { configMap: modesMap, ...modes }), {
    object: `configmap/${modesMap}`,
    hints: [`kubectl edit configmap ${modesMap} -n ${webhookNamespace}`, ...(isMended ? [message('webhook-install.bad-mode.hint')] : [])],
  });
}

/** In a namespace on its way out nothing can be made. */
function checkNamespace(namespace: KubeObject | undefined): void {
  if (namespace?.metadata.deletionTimestamp === undefined) return;
  throw new ExtError('unmet', message('webhook-install.namespace-ends', { namespace: webhookNamespace }), {
    hints: [`kubectl wait --for=delete namespace/${webhookNamespace}`],
  });
}

function warningsFor({ role }: InstallAsk, observed: Observed, standing: Deployment | undefined): Message[] {
  const before = roleIn(standing);
  const disabled = foundIn<ConfigMap>(observed, mapOfDisabled);
  return [
    ...(before === undefined || before === role ? [] : [message('webhook-install.other-role', { before, role })]),
    ...(disabled === undefined ? [] : [message('webhook-install.disabled', { reason: disabledIn(disabled).reason })]),
  ];
}

function writeStep(object: Manifest, observed: Observed): WebhookStep {
  if (isConfigMap(object)) return modesStep(object, foundIn<ConfigMap>(observed, object));
  const resource = resourceOf(object);
  const stored = foundIn(observed, object);
  if (stored !== undefined && covers(stored, object)) return { action: 'keep', resource, object: stored };
  return { action: 'apply', resource, object, isThere: stored !== undefined };
}

function modesStep(object: Manifest & ConfigMap, stored: ConfigMap | undefined): WebhookStep {
  if (stored !== undefined && saysOnly(stored, object)) return { action: 'keep', resource: configMaps, object: stored };
  return { action: 'put', resource: configMaps, object, isThere: stored !== undefined, patch: modesPatch(stored ?? object, object) };
}

function isConfigMap(object: Manifest): object is Manifest & ConfigMap {
  return object.kind === configMaps.kind;
}

/** What another role has, and this one has not. */
function goneSteps(wanted: readonly Manifest[], observed: Observed): DeleteStep[] {
  const names = new Set(wanted.map(keyOf));
  return everyManifest()
    .filter((object) => !names.has(keyOf(object)) && foundIn(observed, object) !== undefined)
    .toReversed()
    .map((object) => ({ action: 'delete', resource: resourceOf(object), object }));
}

/** Both registrations, and the end of what `webhook disable` has kept. */
function registerSteps(registrations: readonly Manifest[], view: InstallView): WebhookStep[] {
  const steps = registrations.map((object): WebhookStep => {
    const resource = resourceOf(object);
    const stored = foundIn<WebhookConfiguration>(view.observed, object);
    if (stored !== undefined && isTrusting(stored, view) && covers(stored, object, 'whole'))
      return { action: 'keep', resource, object: stored };
    const remark = message('webhook-install.last');
    return { ...registerStep(object, view), remark };
  });
  const disabled = foundIn(view.observed, mapOfDisabled);
  return disabled === undefined ? steps : [...steps, { action: 'delete', resource: configMaps, object: disabled }];
}
