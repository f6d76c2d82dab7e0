import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../scripts/run.ts';
import { type Blobs, writeFolder } from '../support/image-folder.ts';
import { addOperator, addPlainChart, addPlugin, bundleImage, plainChart, pluginChart } from '../support/sample-artifacts.ts';

const root = join(import.meta.dirname, '..', '..');
const binary = join(root, 'dist', 'kubectl-ext');
const samples = join(root, 'test', 'sessions', 'fixtures', 'packages');
const hasNamespaces = spawnSync('unshare', ['--net', 'true']).status === 0;

/** What the single binary does with package files: it has its threads and its library as assets, and no sources to fall back on. */
describe('package files and the binary', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'packages-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const ext = (...words: string[]) => run(binary, words, { cwd: folder });

  it.each([
    ['bundle', 'harbor-ce-operator', bundleImage, 'harbor-ce-operator.ALL.v2.12.11.tgz'],
    ['plugin', 'web-cli', pluginChart, 'web-cli.ALL.v4.0.4.tgz'],
    ['chart', 'podinfo', plainChart, 'podinfo.amd64.6.9.0.tgz'],
  ])('a %s is created, shown and verified, and created again it is the same', async (type, name, artifact, file) => {
    const blobs: Blobs = new Map();
    writeFolder(join(folder, 'images'), blobs, { ...addOperator(blobs), ...addPlugin(blobs), ...addPlainChart(blobs) });
    const create = ['package', 'create', name, '--artifact', artifact, '--from', 'images'];
    expect(await ext(...create)).toMatchObject({ code: 0, output: expect.stringContaining(`${file} created`) });
    expect(await ext('show', file)).toMatchObject({ code: 0, output: expect.stringContaining(`Type: ${type}\n`) });
    expect(await ext('verify', file)).toMatchObject({ code: 0, output: expect.stringContaining('Verified successfully with checksum: 1') });
    expect(await ext('package', 'images', file, '-o', 'name')).toMatchObject({ code: 0, output: expect.stringContaining(artifact) });
    expect(await ext('package', 'diff', file, file, '--exit-code')).toMatchObject({ code: 0 });
    expect(await ext(...create)).toMatchObject({ code: 0, output: expect.stringContaining(`${file} unchanged`) });

    expect(await ext(...create, '--output-file', 'again.tgz')).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'again.tgz')).equals(readFileSync(join(folder, file)))).toBe(true);

    const bytes = readFileSync(join(folder, file));
    writeFileSync(join(folder, file), bytes.subarray(0, -1));
    expect(await ext('verify', file)).toMatchObject({ code: 5, output: expect.stringContaining('Verification failed: 1') });
  });

  it.runIf(hasNamespaces)('are verified alike when there is no network', () => {
    const verify = ['verify', samples, join(samples, 'broken'), '--keyring', join(samples, 'vendor.asc'), '-o', 'json'];
    const answer = (command: string, words: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' });
      return { status, stdout, stderr };
    };
    const there = answer(binary, verify);
    expect(there.status).toBe(5);
    expect(answer('unshare', ['--net', binary, ...verify])).toEqual(there);
  });
});
