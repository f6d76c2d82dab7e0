import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { list, type ReadEntry } from 'tar';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { createFolder } from '../../test/support/api-server/kubeconfig.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { examplePackage } from '../../test/support/example-package.ts';
import type { PackageToWrite } from './package-writer.ts';
import { packageSize, writePackage } from './write-package.ts';

/** Of the example in docs/package-format.md. Where this has to change, every package changes, and the version of the format does. */
const golden = '3ba6c9b878250727c1596e202531afa1c860006b13a4413cc4312d6cde1919b7';

async function bytesOf(content: PackageToWrite): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await writePackage(content, async (bytes) => void chunks.push(Buffer.from(bytes)));
  return Buffer.concat(chunks);
}

/** The entries as npm's `tar` sees them, and nothing else of ours. */
async function entriesOf(bytes: Buffer): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>();
  const folder = await createFolder();
  onTestFinished(() => folder.remove());
  const file = join(folder.path, 'x.tar');
  writeFileSync(file, gunzipSync(bytes));
  const collect = (entry: ReadEntry) => {
    const chunks: Buffer[] = [];
    entry.on('data', (chunk) => chunks.push(chunk)).on('end', () => entries.set(entry.path, Buffer.concat(chunks)));
  };
  await list({ file, strict: true, onReadEntry: collect });
  return entries;
}

describe('a package', () => {
  it('is the same bytes wherever and whenever it is made', async () => {
    const bytes = await bytesOf(examplePackage);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(golden);
    expect(bytes).toHaveLength(packageSize(examplePackage));
  });

  it('is an archive of exactly these files in exactly this order', async () => {
    const entries = await entriesOf(await bytesOf(examplePackage));
    const blobs = examplePackage.blobs.map(({ descriptor }) => `blobs/sha256/${descriptor.digest.slice('sha256:'.length)}`);
    expect([...entries.keys()]).toEqual(['metadata.yaml', 'index.json', 'oci-layout', ...blobs]);
    for (const blob of blobs)
      expect(
        createHash('sha256')
          .update(entries.get(blob) ?? '')
          .digest('hex'),
      ).toBe(blob.slice('blobs/sha256/'.length));
    expect(parse(String(entries.get('metadata.yaml')))).toEqual(examplePackage.metadata);
    expect(String(entries.get('oci-layout'))).toBe('{"imageLayoutVersion":"1.0.0"}');
  });

  it.skipIf(!String(spawnSync('tar', ['--version']).stdout).includes('GNU tar'))('is read by GNU tar without a word', async () => {
    const { status, stdout, stderr } = spawnSync('tar', ['tvzf', '-', '--utc'], { input: await bytesOf(examplePackage), encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(3 + examplePackage.blobs.length);
    for (const line of lines) expect(line).toMatch(/^-rw-r--r-- 0\/0 +\d+ 1970-01-01 00:00 /);
  });

  it('says of itself only so much as a reader takes', async () => {
    const metadata = { ...examplePackage.metadata, displayName: 'x'.repeat(2 ** 20) };
    expect(await errorOf(() => packageSize({ ...examplePackage, metadata }))).toMatchObject({
      code: 'unmet',
      sentence: { id: 'create.too-large' },
    });
  });

  it.each([
    ['a name of two lines', { displayName: 'one\ntwo' }],
    ['a chart that no object could be called', { chart: { name: 'My_Chart', version: '1', digest: `sha256:${'0'.repeat(64)}` as const } }],
    ['no chart', { chart: undefined }],
  ])('says nothing that no reader takes: %s', async (_, more) => {
    const content = { ...examplePackage, metadata: { ...examplePackage.metadata, ...more } as PackageToWrite['metadata'] };
    expect(await errorOf(() => bytesOf(content))).toMatchObject({ code: 'unmet', sentence: { id: 'create.unreadable' } });
  });

  it('writes texts that other readers of YAML would take for something else in quotes', async () => {
    const metadata = { ...examplePackage.metadata, version: '1.10', displayName: 'on', name: 'no' };
    const text = String((await entriesOf(await bytesOf({ ...examplePackage, metadata }))).get('metadata.yaml'));
    expect(text).toContain('name: "no"\ndisplayName: "on"\ntype: chart\nversion: "1.10"\n');
  });
});

it('the page that describes packages shows the example as it is', async () => {
  const entries = await entriesOf(await bytesOf(examplePackage));
  for (const page of ['docs/package-format.md', 'docs/ru/package-format.md']) {
    const text = readFileSync(join(import.meta.dirname, '..', '..', page), 'utf8');
    for (const file of ['metadata.yaml', 'index.json', 'oci-layout']) expect(text).toContain(`\n${String(entries.get(file)).trimEnd()}\n`);
    for (const [path, bytes] of entries) expect(text).toContain(`${String(bytes.length).padStart(4)}  ${path}\n`);
    expect(text).toContain(golden);
  }
});
