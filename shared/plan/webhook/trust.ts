import type { WebhookConfiguration } from '../../model/admission.ts';
import type { Secret } from '../../model/secret.ts';
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
export function trusting(registration: Manifest & WebhookConfiguration, { caBundle }: Authority): Manifest {
  const webhooks = (registration.webhooks ?? []).map((webhook) => ({ ...webhook, clientConfig: { ...webhook.clientConfig, caBundle } }));
  return { ...registration, webhooks };
}

/** Whether by a registration the API server trusts this authority, whomever else. */
export function trusts({ webhooks = [] }: WebhookConfiguration, { certificate }: Authority): boolean {
  return webhooks.every(({ clientConfig }) => decoded(clientConfig.caBundle).includes(certificate.trim()));
}

function decoded(base64 = ''): string {
  return Buffer.from(base64, 'base64').toString();
}
