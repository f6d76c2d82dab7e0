import { describe, expect, it } from 'vitest';
import { validatingConfigurations, type WebhookConfiguration } from '../../model/admission.ts';
import type { Secret } from '../../model/secret.ts';
import { authoritySecret, own, usualWish } from './manifest.ts';
import { webhookRegistrations } from './registrations.ts';
import { authorityIn, trusting, trusts } from './trust.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

function secret(data: Readonly<Record<string, string>>): Secret {
  const entries = Object.entries(data).map(([key, value]) => [key, base64(value)]);
  return { apiVersion: 'v1', kind: 'Secret', metadata: own(authoritySecret), data: Object.fromEntries(entries) };
}

const signed = authorityIn(secret({ 'tls.crt': 'now', 'tls.key': 'key' }));

describe('authorityIn', () => {
  it('is who signs now', () => expect(signed).toEqual({ certificate: 'now', caBundle: base64('now') }));

  it('holds who will sign and who did, while that is changing', () => {
    expect(authorityIn(secret({ 'tls.crt': 'now', 'next.crt': 'next', 'old.crt': 'old' }))).toEqual({
      ...{ certificate: 'now', caBundle: base64('now\nnext\nold') },
    });
  });

  it('is nobody where the Secret has no certificate', () => {
    expect([authorityIn(secret({})), authorityIn({ ...secret({}), data: undefined })]).toEqual([undefined, undefined]);
  });
});

describe('trust', () => {
  const [, registration] = webhookRegistrations(usualWish);
  const trusted: WebhookConfiguration = trusting(registration ?? { apiVersion: '', kind: '', metadata: { name: '' } }, {
    ...{ certificate: 'now', caBundle: base64('next\nnow') },
  });

  it('is on every webhook of a registration', () => {
    expect(trusted).toMatchObject({ kind: validatingConfigurations.kind, webhooks: [{ failurePolicy: 'Fail' }, {}] });
    expect(trusted.webhooks?.map(({ clientConfig }) => clientConfig.caBundle)).toEqual([base64('next\nnow'), base64('next\nnow')]);
  });

  it('holds where the bundle holds who signs now, whomever else', () => {
    expect(trusts(trusted, { certificate: 'now\n', caBundle: '' })).toBe(true);
    expect(trusts(trusted, { certificate: 'another', caBundle: '' })).toBe(false);
    expect(trusts({ ...trusted, webhooks: [{ name: 'a', clientConfig: {} }] }, { certificate: 'now', caBundle: '' })).toBe(false);
  });
});
