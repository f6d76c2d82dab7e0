import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from './run.ts';

describe('bootstrap.js', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'bootstrap-test-'));
    for (const folder of ['scripts', 'bin']) mkdirSync(join(root, folder));
    copyFileSync(join(import.meta.dirname, 'bootstrap.js'), join(root, 'scripts', 'bootstrap.js'));
    write('package.json', '{ "type": "module" }');
    write('package-lock.json', '{}');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (path: string, text: string) => writeFileSync(join(root, path), text, { mode: 0o755 });
  const bootstrap = (script: string, ...words: string[]) =>
    run(process.execPath, [join(root, 'scripts', 'bootstrap.js'), script, ...words], {
      env: { ...process.env, PATH: [join(root, 'bin'), process.env['PATH']].join(delimiter) },
    });

  it('installs what is missing, also what a production machine leaves out, once', async () => {
    write('bin/npm', '#!/bin/sh\necho "$@" >> asked\nmkdir -p node_modules\ntouch node_modules/.package-lock.json\n');
    write('scripts/show.js', 'process.stdout.write(process.argv.slice(2).join()); process.exitCode = 3;');
    expect(await bootstrap('scripts/show.js', 'a', '--b')).toEqual({ code: 3, output: 'installing packages (npm ci)\na,--b' });
    expect(await bootstrap('scripts/show.js')).toEqual({ code: 3, output: '' });
    const asked = readFileSync(join(root, 'asked'), 'utf8').trim().split('\n');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.split(' ')).toEqual(expect.arrayContaining(['ci', '--include=dev', '--include=optional']));
  });

  it('says when packages cannot be installed', async () => {
    write('bin/npm', '#!/bin/sh\nexit 7\n');
    expect(await bootstrap('scripts/show.js')).toMatchObject({ code: 1, output: expect.stringContaining('npm ci failed') });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('ends with its script when it gets %s', async (signal, code) => {
    write('bin/npm', `#!/bin/sh\nmkdir -p node_modules\ntouch node_modules/.package-lock.json\n`);
    write('scripts/wait.js', `setTimeout(() => {}, 60_000); process.kill(process.ppid, '${signal}');`);
    expect(await bootstrap('scripts/wait.js')).toMatchObject({ code });
  });

  it('ends with npm when it is interrupted', async () => {
    write('bin/npm', '#!/bin/sh\nkill -INT $PPID\nexec sleep 60\n');
    expect(await bootstrap('scripts/show.js')).toMatchObject({ code: 130 });
  });
});
