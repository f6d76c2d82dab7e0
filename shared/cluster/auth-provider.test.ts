import { describe, expect, it } from 'vitest';
import { message } from '../messages/message.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { providerToken } from './auth-provider.ts';

const now = Date.now() / 1000;
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: unknown) => `${encoded({ alg: 'none' })}.${encoded(claims)}.signature`;
const oidc = (idToken: unknown) => ({ name: 'oidc', config: { 'idp-issuer-url': 'https://issuer', 'id-token': idToken } });

describe('providerToken', () => {
  it('is the ID token while it is good, beside a certificate', async () => {
    const idToken = token({ exp: now + 60 });
    expect(await providerToken(oidc(idToken), { cert: 'c', key: 'k' }).identity()).toEqual({
      ...{ cert: 'c', key: 'k' },
      headers: { authorization: `Bearer ${idToken}` },
    });
  });

  it.each([
    ['has expired', token({ exp: now - 1 })],
    ['is about to expire', token({ exp: now + 5 })],
    ['never says when it expires', token({})],
    ['is none', 'abc'],
    ['is not there', undefined],
  ])('is left to kubectl where it %s', async (_, idToken) => {
    expect(await errorOf(() => providerToken(oidc(idToken), {}).identity())).toMatchObject({
      code: 'unauthenticated',
      sentence: message('cluster.oidc-expired'),
      details: { hints: ['kubectl get --raw /version'] },
    });
  });

  it('is of no other provider', async () => {
    expect(await errorOf(async () => providerToken({ name: 'gcp' }, {}))).toMatchObject({
      code: 'unauthenticated',
      sentence: message('cluster.auth-provider', { name: 'gcp' }),
    });
  });
});
