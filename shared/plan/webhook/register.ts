import { ExtError } from '../../errors.ts';
import { message } from '../../messages/message.ts';
import type { WebhookConfiguration } from '../../model/admission.ts';
import type { ConfigMap } from '../../model/config-map.ts';
import { disabledIn } from './disabled.ts';
import { mapOfDisabled, whyNotReady } from './landmarks.ts';
import { mountedSecret, webhookNamespace, type Manifest } from './manifest.ts';
import { foundIn, keyOf, type Observed } from './observed.ts';
import { resourceOf } from './resources.ts';
import type { RegisterStep } from './steps.ts';
import { saysTrust, trustingAs, trusts, type Authority, type Given } from './trust.ts';

/** What is on the cluster before. */
export interface InstallView {
  readonly observed: Observed;
  /** Undefined where no replica has made one yet, or none will. */
  readonly authority: Authority | undefined;
  /** Where the certificate is somebody else's, and so is the trust in it. */
  readonly given: Given | undefined;
}

/** Whether a registration trusts the webhook. Where the certificate is somebody else's, replicas look at that, and are not ready otherwise. */
export function isTrusting(stored: WebhookConfiguration, { authority, given }: Omit<InstallView, 'observed'>): boolean {
  return given === undefined ? authority !== undefined && trusts(stored, authority) : saysTrust(stored);
}

/**
 * How a registration is made, or made anew. Where the certificate is somebody else's, it has the API server trust whom it does now, or did when it
 * was saved, or whom the Secret names. Throws `unmet` where nothing tells.
 */
export function registerStep(object: Manifest & WebhookConfiguration, { observed, given }: InstallView): RegisterStep {
  const stored = foundIn<WebhookConfiguration>(observed, object);
  const step = { action: 'register', resource: resourceOf(object), isThere: stored !== undefined } as const;
  if (given === undefined) return { ...step, object, saysTrust: false };
  const saved = savedOf(object, observed);
  const trusted = trustingAs(object, [stored, saved], given);
  if (trusted === undefined) throw nothingGiven();
  const annotations = saved === undefined ? given.annotations : saved.metadata.annotations;
  return { ...step, object: { ...trusted, metadata: { ...trusted.metadata, ...(annotations && { annotations }) } }, saysTrust: true };
}

/** Nobody could tell the API server whom to trust. */
export function noAuthority(): ExtError {
  return new ExtError('unmet', message('webhook-enable.no-authority', { namespace: webhookNamespace }), { hints: whyNotReady });
}

function nothingGiven(): ExtError {
  const hints = [message('webhook-enable.nothing-given.hint')];
  return new ExtError('unmet', message('webhook-enable.nothing-given', { secret: mountedSecret }), { hints });
}

function savedOf(object: Manifest, observed: Observed): Manifest | undefined {
  const map = foundIn<ConfigMap>(observed, mapOfDisabled);
  return map && disabledIn(map).objects?.find((each) => keyOf(each) === keyOf(object));
}
