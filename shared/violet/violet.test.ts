import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findViolet } from './violet.ts';

const never = new AbortController().signal;

describe.skipIf(process.platform === 'win32')('violet', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'violet-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const played = (script: string) => {
    writeFileSync(join(folder, 'violet'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'violet'), 0o755);
    return findViolet({ PATH: [folder, '/usr/bin', '/bin'].join(delimiter), HTTPS_PROXY: 'http://proxy', no_proxy: 'x' });
  };

  it('is found on the PATH, and only in folders that are named whole', async () => {
    await played('true');
    chmodSync(join(folder, 'violet'), 0o644);
    expect(await findViolet({ PATH: folder })).toBeUndefined();
    chmodSync(join(folder, 'violet'), 0o755);
    expect(await findViolet({ PATH: folder })).toMatchObject({ path: join(folder, 'violet') });
    expect(await findViolet({ PATH: `.${delimiter}relative` })).toBeUndefined();
    expect(await findViolet({})).toBeUndefined();
  });

  it('is asked with the path of the file, and its lines are read', async () => {
    const violet = await played(
      'echo "Name: $1 $2 $3"; echo "Type: bundle"; echo "Arch: [linux/amd64 linux/arm64]"; echo "Version: 2.3.0"; echo "Artifact: r.io/a:v1"; echo "RelateImages: [a b]"',
    );
    expect(await violet?.show('-file.tgz', never)).toEqual({
      name: `show ${join(process.cwd(), '-file.tgz')} --all`,
      ...{ type: 'bundle', architectures: ['linux/amd64', 'linux/arm64'], version: '2.3.0' },
      ...{ artifact: 'r.io/a:v1', relatedImages: ['a', 'b'] },
    });
  });

  it('gets no proxy variables', async () => {
    expect((await (await played('echo "Name: [$HTTPS_PROXY$no_proxy]"'))?.show('x', never))?.name).toBe('[]');
  });

  it.each([
    ['that says nothing', 'exit 0'],
    ['whose answer is an error', 'echo "error: cannot read"; exit 0'],
    ['that has no name for it', 'echo "Name: "; echo "Type: bundle"'],
  ])('%s has not answered, whatever it exits with', async (_, script) => {
    expect(await (await played(script))?.show('x', never)).toBeUndefined();
  });

  it('that talks without end is heard to a limit', async () => {
    const violet = await played('echo "Name: x"; i=0; while [ $i -lt 300 ]; do head -c 10000 /dev/zero; i=$((i+1)); done');
    expect((await violet?.show('x', never))?.name).toBe('x');
  });

  it('ends when it is interrupted', async () => {
    const violet = await played('exec sleep 60');
    await expect(violet?.show('x', AbortSignal.timeout(50))).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});
