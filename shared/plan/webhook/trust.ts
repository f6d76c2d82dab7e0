import type { WebhookConfiguration } from '../../model/admission.ts';
import type { Secret } from '../../model/secret.ts';
import { injectionOf } from './certificates.ts';
import type { Manifest } from './manifest.ts';

/** Whom clients of the webhook are to trust. */
export interface Authority {
  /** The one that signs now, PEM. */
  readonly certificate: string;
  /** All that are to be trusted, as a registration holds them: that one, the next one, and those before it. */
  readonly caBundle: string;
}

/** The authority in the webhook's Secret; undefined where it holds none. */
export function authorityIn({ data = {} }: Secret): Authority | undefined {
  const [certificate, ...others] = ['tls.crt', 'next.crt', 'old.crt'].map((key) => decoded(data[key]));
  if (certificate === undefined || certificate === '') return undefined;
  const all = [certificate, ...others.filter((each) => each !== '')].join('\n');
  return { certificate, caBundle: Buffer.from(all).toString('base64') };
}

/** The same registration, by which the API server trusts this authority. */
export function trusting(registration: Manifest & WebhookConfiguration, { caBundle }: Pick<Authority, 'caBundle'>): Manifest {
  const webhooks = (registration.webhooks ?? []).map((webhook) => ({ ...webhook, clientConfig: { ...webhook.clientConfig, caBundle } }));
  return { ...registration, webhooks };
}

/** What tells whom to trust where the certificate is somebody else's. */
export interface Given {
  /** As a registration holds it; undefined where the Secret does not tell. */
  readonly caBundle: string | undefined;
  /** By these of a registration cert-manager writes it there. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** What the Secret that the webhook mounts tells. */
export function givenIn({ data = {}, metadata }: Pick<Secret, 'data' | 'metadata'>): Given {
  const certificate = metadata.annotations?.['cert-manager.io/certificate-name'];
  return { caBundle: data['ca.crt'] || undefined, annotations: certificate === undefined ? {} : injectionOf(certificate) };
}

/**
 * The same registration, by which the API server trusts whom the first of these that tells has it trust, or else whom the Secret names.
 * Undefined where nothing tells.
 */
export function trustingAs(
  registration: Manifest & WebhookConfiguration,
  known: readonly (WebhookConfiguration | undefined)[],
  given: Given,
): Manifest | undefined {
  const bundles = known.flatMap((each) => each?.webhooks ?? []).map(({ clientConfig }) => clientConfig.caBundle);
  const caBundle = bundles.find((each) => each !== undefined && each !== '') ?? given.caBundle;
  return caBundle === undefined ? undefined : trusting(registration, { caBundle });
}

/** Whether a registration says whom to trust. */
export function saysTrust({ webhooks = [] }: WebhookConfiguration): boolean {
  return webhooks.every(({ clientConfig }) => Boolean(clientConfig.caBundle));
}

/** Whether by a registration the API server trusts this authority, whomever else. */
export function trusts({ webhooks = [] }: WebhookConfiguration, { certificate }: Authority): boolean {
  return webhooks.every(({ clientConfig }) => decoded(clientConfig.caBundle).includes(certificate.trim()));
}

function decoded(base64 = ''): string {
  return Buffer.from(base64, 'base64').toString();
}
