import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Digest } from '../../shared/model/digest.ts';
import type { Descriptor } from '../../shared/model/oci.ts';
import { json, startServer } from '../support/api-server/api-server.ts';
import { createAuthority } from '../support/api-server/authority.ts';
import { createFolder } from '../support/api-server/kubeconfig.ts';
import { type Blobs, writeFolder } from '../support/image-folder.ts';
import { fillRegistry, startRealRegistry, type RealRegistrySetup } from '../support/registry/real-registry.ts';
import { startRegistry } from '../support/registry/registry.ts';
import { addOperator, bundleImage, operatorImages } from '../support/sample-artifacts.ts';
import { session } from '../support/session.ts';

const blobs: Blobs = new Map();
const samples = addOperator(blobs);
const unnamed = Object.fromEntries(Object.entries(samples).map(([image, descriptor]) => [image.slice(image.indexOf('/') + 1), descriptor]));
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function folder() {
  const created = await createFolder();
  ends.push(() => created.remove());
  return created;
}

async function realRegistry(setup: RealRegistrySetup = {}) {
  const registry = await startRealRegistry(setup);
  ends.push(() => registry.stop());
  return registry;
}

/** The SHA-256 of the package that these words make. */
async function made(...words: string[]): Promise<string> {
  const file = join((await folder()).path, 'a.tgz');
  const { exitCode, stderr } = await session([
    'package',
    'create',
    'harbor-ce-operator',
    '--artifact',
    bundleImage,
    '--output-file',
    file,
    ...words,
  ]);
  expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

describe('a real registry', () => {
  it('gives the same package as a folder', async () => {
    const { host } = await realRegistry();
    await fillRegistry(host, blobs, unnamed);
    const images = writeFolder((await folder()).path, blobs, samples);
    expect(await made('--from', host, '--plain', '--no-auth')).toBe(await made('--from', images));
    expect(await made('--from', host, '--plain', '--no-auth', '--platforms', 'linux/arm64')).toBe(
      await made('--from', images, '--platforms', 'linux/arm64'),
    );
  });

  it('is asked over TLS, with a token where it wants one', async () => {
    const authority = await createAuthority();
    const tls = await authority.issue({ ips: ['127.0.0.1'] });
    const service = await startServer(tls);
    ends.push(() => service.close());
    service.answer((_, response) => json(response, 200, { token: 'abc' }));
    const ca = await (await folder()).write('ca.pem', authority.cert);
    const { host } = await realRegistry({ tls, realm: `https://127.0.0.1:${service.port}/token` });
    const words = ['package', 'create', 'x', '--artifact', `${host}/team/app:v1`, '--registry-ca', ca, '--no-auth'];
    const { exitCode, stderr } = await session(words);
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('cause: MANIFEST_UNKNOWN: manifest unknown')]);
    expect(service.seen.map(({ query }) => Object.fromEntries(query))).toEqual([{ service: 'test', scope: 'repository:team/app:pull' }]);
  });

  it('answers as the one does that plays it in tests', async () => {
    const { host } = await realRegistry();
    await fillRegistry(host, blobs, unnamed);
    const played = await startRegistry(blobs, unnamed);
    ends.push(() => played.close());
    const document = (digest?: string) =>
      JSON.parse(String(blobs.get(digest as Digest))) as { manifests: Descriptor[]; layers: Descriptor[] };
    const index = samples[operatorImages[0]]?.digest;
    const layer = document(document(index).manifests[0]?.digest).layers[0]?.digest;
    const repository = 'middleware/harbor-core';
    const paths = [
      `manifests/v2.12.11`,
      `manifests/${index}`,
      'manifests/v0',
      `manifests/${layer}`,
      `blobs/${layer}`,
      `blobs/${index}`,
      `blobs/sha256:${'0'.repeat(64)}`,
    ];
    for (const path of paths) {
      for (const range of [undefined, 'bytes=10-']) {
        const answers = await Promise.all(
          [host, played.host].map((each) =>
            answerOf(`http://${each}/v2/${repository}/${path}`, path.startsWith('blobs') ? range : undefined),
          ),
        );
        expect([path, answers[1]]).toEqual([path, answers[0]]);
      }
    }
  });
});

/** What of an answer a client relies on. */
async function answerOf(url: string, range: string | undefined) {
  const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
  const response = await fetch(url, { headers: { accept, ...(range === undefined ? {} : { range }) } });
  const body = Buffer.from(await response.arrayBuffer());
  const isGood = response.ok;
  return {
    status: response.status,
    type: isGood ? response.headers.get('content-type') : null,
    range: response.headers.get('content-range'),
    length: isGood ? body.length : null,
    code: isGood ? null : (JSON.parse(String(body)) as { errors: { code: string }[] }).errors[0]?.code,
  };
}
