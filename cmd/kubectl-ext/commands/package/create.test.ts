import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFolder, type Folder } from '../../../../test/support/api-server/kubeconfig.ts';
import { type Blobs, writeFolder } from '../../../../test/support/image-folder.ts';
import { type RegistrySetup, startRegistry, type TestRegistry } from '../../../../test/support/registry/registry.ts';
import { addOperator, addPlainChart, bundleImage, operatorImages, plainChart } from '../../../../test/support/sample-artifacts.ts';
import { session, type SessionOptions } from '../../../../test/support/session.ts';
import type { ImageIndex, ImageManifest } from '../../../../shared/model/oci.ts';
import { packageCreate } from './create.ts';

const main = join(import.meta.dirname, '..', '..', 'main.ts');
const name = 'harbor-ce-operator';
const account = { username: 'robot', password: 'canary-password' };
const blobs: Blobs = new Map();
const samples = { ...addOperator(blobs), ...addPlainChart(blobs) };
const ends: (() => unknown)[] = [];

let images: Folder;
let folder: Folder;
let file: string;
beforeAll(async () => {
  images = await createFolder();
  writeFolder(images.path, blobs, samples);
});
afterAll(() => images.remove());
beforeEach(async () => {
  folder = await createFolder();
  file = join(folder.path, 'a.tgz');
});
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
  await folder.remove();
});

const fromFolder = () => ['package', 'create', name, '--artifact', bundleImage, '--from', images.path];
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

async function registryWith(setup: RegistrySetup = {}): Promise<TestRegistry> {
  const unnamed = Object.fromEntries(
    Object.entries(samples).map(([image, descriptor]) => [image.slice(image.indexOf('/') + 1), descriptor]),
  );
  const registry = await startRegistry(blobs, unnamed, setup);
  ends.push(() => registry.close());
  return registry;
}

function fromRegistry({ host }: TestRegistry, ...words: string[]) {
  return ['package', 'create', name, '--artifact', bundleImage, '--from', host, '--plain', '--output-file', file, ...words];
}

describe('the file', () => {
  it('is the same from a folder and from a registry, in another folder, and again', async () => {
    const registry = await registryWith();
    await mkdir(join(folder.path, 'other'));
    const other = join(folder.path, 'other', 'b.tgz');
    expect(await session([...fromFolder(), '--output-file', file])).toMatchObject({
      exitCode: 0,
      stdout: `${file} created\n${file}.sha256 created\n`,
    });
    expect(await session([...fromRegistry(registry), '--output-file', other])).toMatchObject({ exitCode: 0 });
    expect(sha256(other)).toBe(sha256(file));
    expect(readFileSync(`${other}.sha256`, 'utf8')).toBe(`${sha256(file)}  b.tgz\n`);
    expect(await session([...fromFolder(), '--output-file', file])).toMatchObject({
      exitCode: 0,
      stdout: `${file} unchanged\n${file}.sha256 unchanged\n`,
    });
  });

  // The program itself, because what surrounds a process is what must not matter.
  it.skipIf(delimiter === ';')('is the same in another time zone, language and umask', async () => {
    const make = async (path: string, env: Record<string, string>, umask: string) => {
      const words = [process.execPath, main, ...fromFolder(), '--output-file', path].map((word) => `'${word}'`).join(' ');
      const child = spawn('sh', ['-c', `umask ${umask}; exec ${words}`], { env: { PATH: process.env['PATH'], ...env }, stdio: 'ignore' });
      expect(await once(child, 'close')).toEqual([0, null]);
    };
    const other = join(folder.path, 'b.tgz');
    await Promise.all([make(file, { TZ: 'UTC', LANG: 'C' }, '022'), make(other, { TZ: 'Asia/Shanghai', LANG: 'ru_RU.UTF-8' }, '077')]);
    expect(sha256(other)).toBe(sha256(file));
  });

  it('is the one that --output names, while -o is the format', async () => {
    const { stdout, exitCode } = await session([...fromFolder(), '--output', file, '-o', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'PackageInfo', file, sha256: sha256(file), size: readFileSync(file).length });
    expect(await session([...fromFolder(), `--output=${file}`, '-o=jsonpath={.sha256}'])).toMatchObject({ stdout: sha256(file) });
    expect(await session([...fromFolder(), '-o', file])).toMatchObject({ exitCode: 2 });
  });

  it('is not written by a dry run, of either kind', async () => {
    for (const dryRun of ['client', 'server']) {
      const suffix = dryRun === 'client' ? '(dry run)' : '(server dry run)';
      const { stdout, exitCode } = await session([...fromFolder(), '--output-file', file, `--dry-run=${dryRun}`]);
      expect([exitCode, stdout]).toEqual([0, `${file} created ${suffix}\n${file}.sha256 created ${suffix}\n`]);
    }
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is looked at by a dry run, which says what a real one would do', async () => {
    const dry = (...words: string[]) => session([...fromFolder(), '--output-file', file, '--dry-run=client', ...words]);
    await session([...fromFolder(), '--output-file', file]);
    expect(await dry()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${file} unchanged`) as string });
    expect((await dry()).stderr).toContain('only a real run tells whether it is the same');
    writeFileSync(file, 'another');
    expect(await dry()).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('--force replaces it') as string });
    expect(await dry('--force')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${file} configured`) as string });
    expect(readFileSync(file, 'utf8')).toBe('another');
  });

  it.each([
    [['--platforms', 'amd64'], 'amd64 is no platform'],
    [['--skip-package-images', '--platforms', 'linux/'], 'linux/ is no platform'],
    [['--output-file', ''], 'the file of --output-file has no name'],
    [['--module-plugin', 'package.json'], 'is a bundle, and --module-plugin is for plugins'],
    [['--module-plugin', 'absent.yaml'], 'cause: no such file or directory'],
  ])('is not made with %j', async (words, said) => {
    expect(await session([...fromFolder(), ...words])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(said) as string });
  });

  it('is not replaced by another one, unless by force', async () => {
    await session([...fromFolder(), '--output-file', file]);
    const before = sha256(file);
    const other = [...fromFolder(), '--output-file', file, '--platforms', 'linux/amd64'];
    expect(await session(other)).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('--force replaces it') as string });
    expect(sha256(file)).toBe(before);
    expect(await session([...other, '--force'])).toMatchObject({ exitCode: 0, stdout: `${file} configured\n${file}.sha256 configured\n` });
    expect(sha256(file)).not.toBe(before);
  });

  it('says how far it is where nobody watches, and is not late with it', async () => {
    const now = vi.fn<() => number>();
    for (let at = 0; at < 50; at++) now.mockReturnValueOnce(at * 60_000);
    now.mockReturnValue(50 * 60_000);
    const { stderr } = await session([...fromFolder(), '--output-file', file], { now });
    expect(stderr).toMatch(/^writing .*a\.tgz: [\d.]+ KiB of 37\.5 KiB/m);
  });
});

describe('nothing is left', () => {
  it('by Ctrl-C in the middle', async () => {
    const registry = await registryWith();
    const silent = layerOf(operatorImages[0]);
    const asked = new Promise<void>((resolve) =>
      registry.fail(({ path }) => (path.endsWith(silent) ? (resolve(), { kind: 'silence' }) : undefined)),
    );
    const child = spawn(process.execPath, [main, ...fromRegistry(registry, '--no-auth')], { stdio: ['ignore', 'ignore', 'pipe'] });
    const stderr = text(child.stderr);
    await asked;
    await vi.waitFor(() => expect(readdirSync(folder.path)).toHaveLength(1));
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(await stderr).toContain('error: interrupted');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  // Where files may not grow, writing fails as on a full disk. The unit differs between shells; 8 of the larger one are less than the package.
  it.skipIf(delimiter === ';')('where the disk takes no more', async () => {
    const words = [process.execPath, main, ...fromFolder(), '--output-file', file].map((word) => `'${word}'`).join(' ');
    const child = spawn('sh', ['-c', `ulimit -f 8; exec ${words}`], { stdio: ['ignore', 'ignore', 'pipe'] });
    const stderr = text(child.stderr);
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(await stderr).toContain(`error: cannot write ${file}\ncause: file too large`);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('where a layer is not what its digest says', async () => {
    const spoilt: Blobs = new Map(blobs);
    const digest = `sha256:${layerOf(operatorImages[0]).slice('sha256:'.length)}` as const;
    spoilt.set(digest, Buffer.alloc(spoilt.get(digest)?.length ?? 0));
    const from = await createFolder();
    ends.push(() => from.remove());
    writeFolder(from.path, spoilt, samples);
    const { exitCode, stderr } = await session([
      'package',
      'create',
      name,
      '--artifact',
      bundleImage,
      '--from',
      from.path,
      '--output-file',
      file,
    ]);
    expect([exitCode, readdirSync(folder.path)]).toEqual([5, []]);
    expect(stderr).toContain(`the content of ${digest} is not what its digest says`);
  });
});

describe('the registry', () => {
  it('may break off in the middle', async () => {
    const registry = await registryWith();
    let left = 1;
    registry.fail(({ path }) => (path.endsWith(layerOf(operatorImages[0])) && left-- > 0 ? { kind: 'cut', after: 100 } : undefined));
    expect(await session(fromRegistry(registry))).toMatchObject({ exitCode: 0 });
    expect(await session([...fromFolder(), '--output-file', file])).toMatchObject({
      stdout: expect.stringContaining('unchanged') as string,
    });
  });

  it.each([
    ['standard input', ['--password-stdin'], { input: `${account.password}\n` }],
    ['the environment', [], { env: { KUBECTL_EXT_REGISTRY_PASSWORD: account.password } }],
    ['the command line', ['--password', account.password], {}],
  ] as const)('gets a password from %s, and nobody else does', async (_, words, options: SessionOptions) => {
    const registry = await registryWith({ auth: 'token', account });
    const { exitCode, stderr } = await session(fromRegistry(registry, '--username', account.username, '-v=9', ...words), options);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('/token 200 OK');
    expect(stderr).not.toContain(account.password);
    expect(stderr).not.toContain(Buffer.from(`${account.username}:${account.password}`).toString('base64'));
    expect(stderr.includes('warning: --password on the command line can be seen by everybody')).toBe(words.length === 2);
  });

  it('refuses, and the way in is named', async () => {
    const registry = await registryWith({ auth: 'basic', account });
    const { exitCode, stderr } = await session(fromRegistry(registry));
    expect(exitCode).toBe(8);
    expect(stderr).toContain('hint: --username NAME --password-stdin');
  });

  it('may be known as a folder only', async () => {
    expect(await session(['package', 'create', 'podinfo', '--artifact', plainChart, '--from', './nowhere'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('./nowhere is neither a folder nor a registry') as string,
    });
  });
});

describe('flags', () => {
  type Given = Parameters<typeof packageCreate.parse>[0];
  const usual = { ...{ name: 'x', artifact: 'a.b/c:1', image: [], platforms: [] }, connections: 6, dryRun: 'none' };
  const parsed = (given: Partial<Given>) => packageCreate.parse({ ...usual, ...given } as unknown as Given);

  it.each([
    [{ password: 'x' }, 'registry.no-username'],
    [{ passwordStdin: true }, 'registry.no-username'],
    [{ username: 'a', password: 'x', passwordStdin: true }, 'error.contradiction'],
    [{ username: 'a', noAuth: true }, 'error.contradiction'],
    [{ username: 'a', credentialsFile: 'f' }, 'error.contradiction'],
    [{ plain: true, registryCa: 'f' }, 'error.contradiction'],
    [{ registryInsecure: true, registryCa: 'f' }, 'error.contradiction'],
    [{ connections: 0 }, 'registry.no-connections'],
    [{ artifact: undefined }, 'create.no-artifact'],
  ])('%j is wrong', (given, id) => {
    expect(() => parsed(given)).toThrow(expect.objectContaining({ code: 'usage', sentence: expect.objectContaining({ id }) as unknown }));
  });

  it('a user without any password is wrong', async () => {
    const { exitCode, stderr } = await session([...fromFolder(), '--username', 'a', '--output-file', file]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('error: --username needs a password')]);
  });

  it('a file that cannot be read is found out first', async () => {
    const { exitCode, stderr } = await session([...fromFolder(), '--module-plugin', join(folder.path, 'nowhere.yaml')]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('nowhere.yaml')]);
  });
});

/** The digest of a layer that only this image has. */
function layerOf(image: string): string {
  const document = <D>(digest: string) => JSON.parse(String(blobs.get(digest as `sha256:${string}`))) as D;
  const [first] = document<ImageIndex>(samples[image]?.digest ?? '').manifests;
  const layer = document<ImageManifest>(first?.digest ?? '').layers[1];
  if (layer === undefined) throw new Error(`${image} has two layers`);
  return layer.digest;
}
