import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../test/support/api-server/authority.ts';
import { mountedIn } from './mounted.ts';

const serverName = 'ext-webhook.ext-system.svc';
const expected = { serverName, now: Date.now() };
const day = 24 * 3600 * 1000;
const clientUsage = '1.3.6.1.5.5.7.3.2';
const serverUsage = '1.3.6.1.5.5.7.3.1';

describe('mountedIn', async () => {
  const authority = await createAuthority('mine');
  const { cert, key } = await authority.issue({ dns: [serverName], until: 1 });

  it('tells the pair and when it ends, and of its authority where that is there', () => {
    const mounted = mountedIn([cert, key, ''], expected);
    expect(mounted).toEqual({ certificate: cert, key, until: expect.closeTo(expected.now + day, -5) });
    expect(mountedIn([cert, key, authority.cert], expected)).toMatchObject({ authorityUntil: expect.closeTo(expected.now + day, -5) });
  });

  it('takes one that has others above it, is for any host there, or says that it is for servers', async () => {
    const below = await authority.delegate('below');
    const chained = await below.issue({ dns: ['*.ext-system.svc'], usages: [clientUsage, serverUsage] });
    const certificate = `A comment.\n${chained.cert}\n${below.cert}\n`;
    expect(mountedIn([certificate, chained.key, ''], expected)).toMatchObject({ certificate, key: chained.key });
  });

  it.each<[string, () => Promise<readonly string[]>]>([
    ['not-there', async () => ['', key]],
    ['not-there', async () => [cert, '\n']],
    ['not-a-certificate', async () => ['nothing of the kind', key]],
    ['not-a-certificate', async () => [cert.replace(/\n.{8}/, '\nAAAAAAAA'), key]],
    ['not-a-certificate', async () => [`${cert}\n${cert.replace(/\n.{8}/, '\nAAAAAAAA')}`, key]],
    ['not-a-certificate', async () => [cert, key, 'nothing of the kind']],
    ['not-a-key', async () => [cert, cert]],
    ['not-a-key', async () => [cert, key.slice(0, 80)]],
    ['key-of-another', async () => [cert, (await authority.issue({ dns: [serverName] })).key]],
    ['expired', async () => pair({ from: -3, until: -1 })],
    ['not-yet-valid', async () => pair({ from: 0.5, until: 2 })],
    ['name-of-another', async () => pair({ dns: ['other.ext-system.svc'] })],
    ['name-of-another', async () => pair({ name: serverName, dns: [] })],
    ['not-for-servers', async () => pair({ usages: [clientUsage] })],
  ])('refuses: %s', async (reason, texts) => {
    const given = await texts();
    expect(() => mountedIn(given, expected)).toThrow(expect.objectContaining({ name: 'Unusable', reason, message: reason }));
  });

  it('refuses a key that has a password', () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
    });
    expect(() => mountedIn([cert, privateKey], expected)).toThrow('not-a-key');
  });

  async function pair(options: Parameters<typeof authority.issue>[0]): Promise<readonly string[]> {
    const leaf = await authority.issue({ dns: [serverName], ...options });
    return [leaf.cert, leaf.key];
  }
});
