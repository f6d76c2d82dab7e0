import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aReview, reviewUid } from '../test/support/admission.ts';
import { createAuthority, type Authority, type Leaf } from '../test/support/api-server/authority.ts';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { mountFolder } from '../test/support/mounted-folder.ts';
import { ask, register, startProgram, type WorkingProgram } from '../test/support/working-program.ts';
import type { Cluster } from '../shared/cluster/cluster.ts';
import { validatingConfigurations } from '../shared/model/admission.ts';
import { secrets } from '../shared/model/secret.ts';

const soon = { timeout: 15_000, interval: 10 };
/** Every connection begins with a handshake, which a machine that has much else to do takes its time for. */
const patient = { timeout: 30_000 };
const ready = { ready: true, missing: [] };
const serverName = 'ext-webhook.ext-system.svc';
const review = JSON.stringify(aReview());
const leafMetric = 'ext_webhook_certificate_expiry_seconds{certificate="leaf"}';
const authorityMetric = 'ext_webhook_certificate_expiry_seconds{certificate="authority"}';
const day = 24 * 3600;

/** The files of a Secret. */
function filesOf({ cert, key }: Leaf, { cert: authority }: Pick<Authority, 'cert'> = { cert: '' }): Record<string, string> {
  return { 'tls.crt': cert, 'tls.key': key, ...(authority !== '' && { 'ca.crt': authority }) };
}

const issuedBy = (authority: Authority, life: { from?: number; until?: number } = {}) => authority.issue({ dns: [serverName], ...life });

/** The program with the certificate of a folder, until the test is over. */
async function serving(files: Readonly<Record<string, string>>, cluster: Cluster = memoryCluster()) {
  const mounted = mountFolder(files);
  const program = await startProgram(cluster, { tlsDir: mounted.path });
  onTestFinished(() => program.stop());
  return { mounted, program, cluster };
}

/** The certificate that whoever connects now is shown. */
function shown(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername: serverName, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '');
      socket.destroy();
    }).on('error', reject);
  });
}

const fingerprint = ({ cert }: Leaf) => new X509Certificate(cert).fingerprint256;

describe('with a mounted certificate', patient, () => {
  it('serves it, makes no authority, and writes nothing into the registrations', async () => {
    const authority = await createAuthority();
    const leaf = await issuedBy(authority, { until: 2 });
    const memory = memoryCluster();
    await register(memory, authority.cert);
    const written: string[] = [];
    const noting = <K extends 'create' | 'patch' | 'apply'>(verb: K) =>
      ((resource: { plural: string }, ...rest: never[]) => {
        written.push(resource.plural);
        return (memory[verb] as (...words: unknown[]) => unknown)(resource, ...rest);
      }) as Cluster[K];
    const cluster = { ...memory, create: noting('create'), patch: noting('patch'), apply: noting('apply') };
    const { program } = await serving(filesOf(leaf, authority), cluster);
    await expect.poll(program.readiness, soon).toEqual(ready);
    expect(JSON.parse((await ask(program.port, authority.cert, review)).body)).toMatchObject({ response: { uid: reviewUid } });
    await expect.poll(() => program.events, soon).toContain('leader.begins');
    expect(new Set(written)).not.toContain(validatingConfigurations.plural);
    expect(new Set(written)).not.toContain(secrets.plural);
    expect(await program.metric(leafMetric)).toBeCloseTo(2 * day, -2);
    expect(await program.metric(authorityMetric)).toBeCloseTo(day, -2);
    expect(await program.metric('ext_webhook_cabundle_matches')).toBe(1);
    expect(await program.metric('ext_webhook_tls_reload_errors_total')).toBe(0);
  });

  it('is ready without registrations, and tells no end of an authority that it does not know', async () => {
    const { program } = await serving(filesOf(await issuedBy(await createAuthority())));
    await expect.poll(program.readiness, soon).toEqual(ready);
    expect(await program.metric(authorityMetric)).toBeUndefined();
  });

  it('is not ready while a registration trusts somebody else, or nobody, and is when it trusts who has issued it', async () => {
    const [authority, other] = [await createAuthority(), await createAuthority()];
    const { program, cluster } = await serving(filesOf(await issuedBy(authority), authority));
    await register(cluster, other.cert);
    const notTrusted = { ready: false, missing: ['bundle'] };
    await expect.poll(program.readiness, soon).toEqual(notTrusted);
    expect(await program.metric('ext_webhook_cabundle_matches')).toBe(0);
    const publish = (value: string) =>
      cluster.patch(validatingConfigurations, { name: 'ext-webhook' }, [
        { op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: Buffer.from(value).toString('base64') },
      ]);
    await publish(`${other.cert}\n${authority.cert}`);
    await expect.poll(program.readiness, soon).toEqual(ready);
    await publish('');
    await expect.poll(program.readiness, soon).toEqual(notTrusted);
  });

  it('is ready where the registrations trust whoever stands between it and the root', async () => {
    const below = await (await createAuthority()).delegate('below');
    const cluster = memoryCluster();
    await register(cluster, below.cert);
    const { program } = await serving(filesOf(await issuedBy(below)), cluster);
    await expect.poll(program.readiness, soon).toEqual(ready);
  });

  it('waits for one that can be used', async () => {
    const authority = await createAuthority();
    const { mounted, program } = await serving({});
    await expect.poll(() => program.lines, soon).toContain('{"event":"certificate.refused","reason":"not-there"}');
    expect(await program.readiness()).toMatchObject({ ready: false });
    mounted.write(filesOf(await issuedBy(authority, { from: -2, until: -1 })));
    await expect.poll(() => program.lines, soon).toContain('{"event":"certificate.refused","reason":"expired"}');
    expect(await program.readiness()).toMatchObject({ ready: false });
    mounted.write(filesOf(await issuedBy(authority)));
    await expect.poll(program.readiness, soon).toEqual(ready);
  });

  it('ends while it waits', async () => {
    const { path } = mountFolder({});
    const program = await startProgram(memoryCluster(), { tlsDir: path });
    await expect.poll(() => program.events, soon).toContain('certificate.refused');
    await program.stop();
    expect(program.events).not.toContain('serving');
  });
});

describe('when the mounted certificate is replaced', patient, () => {
  it('no request fails, and the new one is shown from then on', async () => {
    const [before, after] = [await createAuthority('before'), await createAuthority('after')];
    const [first, second] = [await issuedBy(before), await issuedBy(after)];
    const both = `${before.cert}\n${after.cert}`;
    const cluster = memoryCluster();
    await register(cluster, both);
    const { mounted, program } = await serving(filesOf(first), cluster);
    await expect.poll(program.readiness, soon).toEqual(ready);
    const over = new AbortController();
    const askers = Array.from({ length: 2 }, () => outcomesOf(program, both, over.signal));
    for (const leaf of [second, first, second]) {
      mounted.write(filesOf(leaf));
      await expect.poll(() => shown(program.port), soon).toBe(fingerprint(leaf));
    }
    over.abort();
    const outcomes = (await Promise.all(askers)).flat();
    expect(outcomes.length).toBeGreaterThan(10);
    expect(new Set(outcomes)).toEqual(new Set(['200']));
    expect(await program.readiness()).toEqual(ready);
    expect(program.events.filter((event) => event === 'certificate.replaced')).toHaveLength(3);
    expect(await program.metric('ext_webhook_tls_reload_errors_total')).toBe(0);
  });

  it('it stays ready, whenever it looks at whom the registrations trust', async () => {
    const [before, after] = [await createAuthority('before'), await createAuthority('after')];
    const [first, second] = [await issuedBy(before), await issuedBy(after)];
    const cluster = memoryCluster();
    await register(cluster, `${before.cert}\n${after.cert}`);
    const { mounted, program } = await serving(filesOf(first), cluster);
    await expect.poll(program.readiness, soon).toEqual(ready);
    const over = new AbortController();
    const seen = new Set<string>();
    const watching = (async () => {
      for (let count = 0; !over.signal.aborted; count += 1) {
        // Whatever is written, the registrations are looked at anew.
        await cluster.patch(validatingConfigurations, { name: 'ext-webhook' }, { metadata: { labels: { count: String(count) } } });
        seen.add(JSON.stringify(await program.readiness()));
      }
    })();
    for (let count = 0; count < 20; count += 1) {
      const leaf = count % 2 === 0 ? second : first;
      mounted.write(filesOf(leaf));
      await expect.poll(() => shown(program.port), soon).toBe(fingerprint(leaf));
    }
    over.abort();
    await watching;
    expect(seen).toEqual(new Set([JSON.stringify(ready)]));
  });

  it.each<[string, (authority: Authority, leaf: Leaf) => Promise<Record<string, string>>]>([
    ['expired', async (authority) => filesOf(await issuedBy(authority, { from: -2, until: -1 }))],
    ['name-of-another', async (authority) => filesOf(await authority.issue({ dns: ['other'] }))],
    ['key-of-another', async (authority, { cert }) => filesOf({ cert, key: (await issuedBy(authority)).key })],
    ['not-a-certificate', async (_, { key }) => filesOf({ cert: `canary ${key}`, key })],
    ['not-a-key', async (_, { cert, key }) => filesOf({ cert, key: `canary ${key.slice(0, 100)}` })],
  ])('by one that cannot be used (%s), the one before stays, and that is counted and told', async (reason, make) => {
    const authority = await createAuthority();
    const leaf = await issuedBy(authority);
    const cluster = memoryCluster();
    await register(cluster, authority.cert);
    const { mounted, program } = await serving(filesOf(leaf), cluster);
    await expect.poll(program.readiness, soon).toEqual(ready);
    mounted.write(await make(authority, leaf));
    await expect.poll(() => program.metric('ext_webhook_tls_reload_errors_total'), soon).toBeGreaterThan(1);
    expect(program.lines).toContain(`{"event":"certificate.refused","reason":"${reason}"}`);
    expect(program.lines.join('\n')).not.toMatch(/canary|-----|MIG/);
    expect(await shown(program.port)).toBe(fingerprint(leaf));
    expect(await program.readiness()).toEqual(ready);
    const next = await issuedBy(authority);
    mounted.write(filesOf(next));
    await expect.poll(() => shown(program.port), soon).toBe(fingerprint(next));
  });
});

/** What came of one request after the other. */
async function outcomesOf({ port }: WorkingProgram, ca: string, signal: AbortSignal): Promise<string[]> {
  const outcomes: string[] = [];
  while (!signal.aborted) {
    const reply = await ask(port, ca, review).catch((error: Error) => error.message);
    outcomes.push(typeof reply === 'string' ? reply : String(reply.status));
  }
  return outcomes;
}
