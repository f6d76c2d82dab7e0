import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../../test/support/api-server/authority.ts';
import { errorOf } from '../../../test/support/error-of.ts';
import { linesOf } from '../../../test/support/install-world.ts';
import { refusal, writesOf } from '../../../test/support/recorded-cluster.ts';
import { webhookWorld } from '../../../test/support/webhook-world.ts';
import { mutatingConfigurations, validatingConfigurations } from '../../model/admission.ts';
import { secrets } from '../../model/secret.ts';
import { deployments } from '../../model/workload.ts';
import { webhookManifests } from '../../plan/webhook/index.ts';
import { mountedSecret, own, usualWish, webhookName, webhookNamespace, type TlsMode } from '../../plan/webhook/manifest.ts';
import { resourceOf } from '../../plan/webhook/resources.ts';
import { imageIn, tlsIn } from '../../plan/webhook/wish.ts';

const registrations = [mutatingConfigurations, validatingConfigurations];
const encoded = (text: string) => Buffer.from(text).toString('base64');
const injected = { 'cert-manager.io/inject-ca-from': 'ext-system/ext-webhook' };

interface Given {
  readonly tls?: Exclude<TlsMode, 'own'>;
  /** Whether the Secret tells who has issued the certificate. */
  readonly isTold?: boolean;
  readonly before?: Parameters<typeof webhookWorld>[0];
}

/** A cluster with the webhook as somebody applied it who keeps its certificate, and the trust in it, himself. */
async function given({ tls = 'secret', isTold = true, before = {} }: Given = {}) {
  const world = webhookWorld(before);
  const { memory } = world;
  const authority = await createAuthority();
  const { cert, key } = await authority.issue({ dns: ['ext-webhook.ext-system.svc'] });
  const annotations = tls === 'cert-manager' ? { annotations: { 'cert-manager.io/certificate-name': 'ext-webhook' } } : {};
  const data = { 'tls.crt': encoded(cert), 'tls.key': encoded(key), ...(isTold && { 'ca.crt': encoded(authority.cert) }) };
  await memory.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { ...own(mountedSecret), ...annotations }, data });
  const { '15-certificates': _, ...parts } = webhookManifests({ ...usualWish, tls, caBundle: encoded(authority.cert) });
  for (const object of Object.values(parts).flat()) await memory.create(resourceOf(object), object);
  await expect.poll(async () => (await memory.get(deployments, webhookName, webhookNamespace))?.status?.readyReplicas).toBe(2);
  const stored = () => Promise.all(registrations.map((resource) => memory.get(resource, webhookName)));
  const forget = async () => {
    for (const resource of registrations) await memory.delete(resource, webhookName);
  };
  const bundles = async () => (await stored()).flatMap((each) => each?.webhooks?.map(({ clientConfig }) => clientConfig.caBundle));
  return { ...world, authority, stored, forget, bundles };
}

describe.each(['secret', 'cert-manager'] as const)('where the certificate is somebody else’s (%s)', (tls) => {
  it('install changes nothing', async () => {
    const { install, cluster } = await given({ tls });
    const lines = linesOf((await install()).result);
    expect(new Set(lines.map((line) => line.split(' ')[0]))).toEqual(new Set(['unchanged']));
    expect(writesOf(cluster)).toEqual([]);
  });

  it('install of another image and another role leaves that as it is, and trusts the same in what is new', async () => {
    const { install, memory, authority, bundles, stored } = await given({ tls });
    await install({ role: 'workload' });
    await install({ role: 'global', image: 'mine/ext:v2' });
    const deployment = await memory.get(deployments, webhookName, webhookNamespace);
    expect([imageIn(deployment ?? undefined), tlsIn(deployment ?? undefined)]).toEqual(['mine/ext:v2', 'secret']);
    expect(await bundles()).toEqual(Array.from({ length: 4 }, () => encoded(authority.cert)));
    for (const each of await stored()) expect(each?.metadata.annotations).toEqual(tls === 'secret' ? undefined : injected);
  });

  it('what was disabled comes back as it was', async () => {
    const { disable, enable, memory, stored, cluster } = await given({ tls });
    const before = await stored();
    await disable();
    expect(await stored()).toEqual([null, null]);
    // Whoever has issued the certificate may tell something else meanwhile: that is for him to put right.
    await memory.patch(secrets, own(mountedSecret), { data: { 'ca.crt': encoded('another') } });
    await enable();
    const after = await stored();
    expect(after.map((each) => [each?.webhooks, each?.metadata.annotations])).toEqual(
      before.map((each) => [each?.webhooks, each?.metadata.annotations]),
    );
    expect(writesOf(cluster).filter((write) => write.endsWith('secrets'))).toEqual([]);
  });

  it('what is registered anew trusts whom the Secret names', async () => {
    const { enable, forget, stored, bundles, authority } = await given({ tls });
    await forget();
    await enable();
    expect(await bundles()).toEqual(Array.from({ length: 4 }, () => encoded(authority.cert)));
    for (const each of await stored()) expect(each?.metadata.annotations ?? {}).toEqual(tls === 'secret' ? {} : injected);
  });

  it('install registers anew, too, or as it was before it was disabled', async () => {
    const { install, disable, forget, stored, bundles, authority, memory } = await given({ tls });
    await forget();
    await install();
    expect(await bundles()).toEqual(Array.from({ length: 4 }, () => encoded(authority.cert)));
    const before = await stored();
    await disable();
    await memory.delete(secrets, mountedSecret, webhookNamespace);
    await install();
    expect((await stored()).map((each) => each?.metadata.annotations)).toEqual(before.map((each) => each?.metadata.annotations));
    expect(await bundles()).toEqual(Array.from({ length: 4 }, () => encoded(authority.cert)));
  });

  it('status knows whether it is trusted', async () => {
    const { status, memory, authority } = await given({ tls });
    expect(await status()).toMatchObject({ health: 'Healthy', registrations: [{ trusted: true }, { trusted: true }] });
    expect((await status()).authority).not.toBeNull();
    const other = await createAuthority();
    const path = '/webhooks/0/clientConfig/caBundle';
    const replace = (value: string) => memory.patch(mutatingConfigurations, { name: webhookName }, [{ op: 'replace', path, value }]);
    await replace(encoded(other.cert));
    expect(await status()).toMatchObject({ faults: ['BundleMismatch'], registrations: [{ trusted: false }, { trusted: true }] });
    await replace(encoded(`${other.cert}\n${authority.cert}`));
    expect(await status()).toMatchObject({ health: 'Healthy', faults: [] });
  });
});

describe('where nothing tells who has issued the certificate', () => {
  it('nothing is registered anew, whoever asks', async () => {
    const { enable, install, forget, stored } = await given({ isTold: false });
    await forget();
    for (const command of [enable, install]) {
      expect(await errorOf(() => command())).toMatchObject({ code: 'unmet', sentence: { id: 'webhook-enable.nothing-given' } });
    }
    expect(await stored()).toEqual([null, null]);
  });

  it('status tells no authority, and sees by the certificate whether it is trusted', async () => {
    const { status } = await given({ isTold: false });
    expect(await status()).toMatchObject({ health: 'Healthy', authority: null, registrations: [{ trusted: true }, { trusted: true }] });
  });

  it('status says what it may not see', async () => {
    const { status, context } = await given({
      before: {
        before({ verb, resource }) {
          if (verb === 'get' && resource === 'secrets') throw refusal('forbidden');
        },
      },
    });
    expect(await status()).toMatchObject({ authority: null, registrations: [{ trusted: null }, { trusted: null }] });
    expect(context.said('webhook-status.no-secret')).toHaveLength(1);
  });
});
