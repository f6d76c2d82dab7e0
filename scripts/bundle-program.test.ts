import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHasherFromScript } from '../shared/trust/start-hasher.ts';
import { type HostileFolder, makeHostileFolder } from '../test/support/hostile-folder.ts';
import { bundleProgram } from './bundle-program.ts';
import { noticesOf } from './notices.ts';
import { run } from './run.ts';

const root = join(import.meta.dirname, '..');

/** Does what Node does in a single executable: `require` knows its own modules, and the other half is an asset. */
const executable = `
const half = (name) => require('node:fs').readFileSync(require('node:path').join(__dirname, name), 'utf8');
const builtin = (name) => (name === 'node:sea' ? { getAsset: half } : require(name));
new Function('require', '__filename', '__dirname', half('main'))(builtin, __filename, __dirname);
`;

/** What a library does that would be glad of another one. */
const tries = `try { require('supports-color'); } catch (error) { if (error.code !== 'MODULE_NOT_FOUND') throw error; }`;

/** What the door to signatures does, with a trace of what it got. */
const loadsLibrary = `require('node:fs').writeFileSync('library', require('openpgp').config.versionString);`;

/** The scripts that are compiled at once when some are: what they require themselves, and not on demand. */
function reachedFrom(parts: Readonly<Record<string, string>>, names: readonly string[]): string {
  const reached = new Set(names);
  for (const name of reached) {
    const required = (parts[name] ?? '').matchAll(/(?:=|,|;)require\("\.\/([\w-]+)\.js"\)/g);
    for (const [, part = ''] of required) reached.add(part);
  }
  return [...reached].map((name) => parts[name] ?? '').join('\n');
}

/** The parts that a joined one holds for the others. */
function heldBy(script = ''): string[] {
  const [, held = ''] = /\bheld=\{([^}]*)\}/.exec(script) ?? [];
  return [...held.matchAll(/"([\w-]+)":/g)].map(([, name = '']) => name);
}

describe('the bundled program', () => {
  it('needs no package but the one it has apart, undici least of all', async () => {
    const { main, parts } = await bundleProgram(root, {});
    const wantedBy = (script: string) =>
      [...script.matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].map(([, name = '']) => name).filter((name) => !isBuiltin(name));
    const known = ['openpgp', './en.json', './ru.json', ...[...Object.keys(parts), ...heldBy(parts['run'])].map((part) => `./${part}.js`)];
    expect(wantedBy(main)).toEqual([]);
    expect(Object.values(parts).flatMap(wantedBy)).toContain('openpgp');
    expect(Object.values(parts).flatMap((part) => wantedBy(part).filter((name) => !known.includes(name)))).toEqual([]);
    expect(Object.values(parts).join('\n')).not.toContain('undici');
  });

  it('compiles for a command what that needs: no other command, and no library that it does without', async () => {
    const { parts } = await bundleProgram(root, {});
    const reached = reachedFrom(parts, ['run']);
    expect(reached).toBe(parts['run']);
    expect(reached.length).toBeLessThan(100_000);
    for (const phrase of ['olm.skipRange', 'RE2JS', 'tag:yaml.org', 'command.show.details'])
      expect([phrase, reached.includes(phrase)]).toEqual([phrase, false]);
  });

  it('has the library under the LGPL as it was published, and nowhere else', async () => {
    const { main, parts } = await bundleProgram(root, {});
    expect(parts['openpgp']).toBe(readFileSync(join(root, 'node_modules/openpgp/dist/node/openpgp.min.cjs'), 'utf8'));
    const phrase = 'Misformed armored text';
    expect(Object.entries({ ...parts, main }).flatMap(([name, part]) => (part.includes(phrase) ? [name] : []))).toEqual(['openpgp']);
    expect(noticesOf(root)).toMatch(/openpgp 6\.3\.2 .*GNU LESSER GENERAL PUBLIC LICENSE.*GNU GENERAL PUBLIC LICENSE/s);
  });

  let folder: HostileFolder;
  beforeEach(() => {
    folder = makeHostileFolder();
  });
  afterEach(() => folder.remove());

  it('hashes in a thread that nothing of the environment reaches', async () => {
    const { hasher = '' } = (await bundleProgram(root, {})).parts;
    const path = join(folder.path, 'file');
    writeFileSync(path, 'content');
    const file = openSync(path, 'r');
    const hashes = [{ algorithm: 'sha256', salt: new Uint8Array(), ends: [new Uint8Array()] }];
    vi.stubEnv('NODE_OPTIONS', folder.nodeOptions);
    try {
      const thread = startHasherFromScript(hasher);
      thread.postMessage({ fd: file, size: 7, hashes });
      const [{ digests }] = (await once(thread, 'message')) as [{ digests: Uint8Array[][] }];
      await thread.terminate();
      expect(Buffer.from(digests[0]?.[0] ?? []).toString('hex')).toBe(createHash('sha256').update('content').digest('hex'));
      expect(folder.executed()).toBe(false);

      await once(new Worker('', { eval: true, env: { ...process.env } }), 'exit');
      expect(folder.executed()).toBe(true);
    } finally {
      vi.unstubAllEnvs();
      closeSync(file);
    }
  });

  it('loads no package from the folders around it', { timeout: 30_000 }, async () => {
    const { main, parts } = await bundleProgram(root, {});
    const greedy = `${parts['run']}\n${tries}\n${loadsLibrary}`;
    const files = { ...parts, main, run: greedy, 'program.cjs': executable };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
    const options = { cwd: folder.path, env: { ...process.env, KUBECONFIG: folder.kubeconfig } };

    const { output } = await run(process.execPath, ['program.cjs', 'list'], options);
    expect(folder.executed()).toBe(false);
    expect(output).toContain('ECONNREFUSED');
    expect(readFileSync(join(folder.path, 'library'), 'utf8')).toBe('OpenPGP.js 6.3.2');

    await run(process.execPath, ['-e', 'require("supports-color")'], options);
    expect(folder.executed()).toBe(true);
  });
});
