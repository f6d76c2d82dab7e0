import { readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

describe('the bundled program', () => {
  it('needs no package but the one it has apart, undici least of all', async () => {
    const { main, rest, hasher, openpgp } = await bundleProgram(root, {});
    const wantedBy = (script: string) =>
      [...script.matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].map(([, name = '']) => name).filter((name) => !isBuiltin(name));
    expect([main, rest, hasher, openpgp].map(wantedBy)).toEqual([[], ['openpgp'], [], []]);
    expect(rest).not.toContain('undici');
  });

  it('has the library under the LGPL as it was published, and nowhere else', async () => {
    const { main, rest, hasher, openpgp } = await bundleProgram(root, {});
    expect(openpgp).toBe(readFileSync(join(root, 'node_modules/openpgp/dist/node/openpgp.min.cjs'), 'utf8'));
    const phrase = 'Misformed armored text';
    expect([main, rest, hasher, openpgp].map((part) => part.includes(phrase))).toEqual([false, false, false, true]);
    expect(noticesOf(root)).toMatch(/openpgp 6\.3\.2 .*GNU LESSER GENERAL PUBLIC LICENSE.*GNU GENERAL PUBLIC LICENSE/s);
  });

  let folder: HostileFolder;
  beforeEach(() => {
    folder = makeHostileFolder();
  });
  afterEach(() => folder.remove());

  it('loads no package from the folders around it', { timeout: 30_000 }, async () => {
    const bundle = await bundleProgram(root, {});
    const rest = `${bundle.rest}\n${tries}`;
    for (const [name, text] of Object.entries({ ...bundle, rest, 'program.cjs': executable })) writeFileSync(join(folder.path, name), text);
    const options = { cwd: folder.path, env: { ...process.env, KUBECONFIG: folder.kubeconfig } };

    const { output } = await run(process.execPath, ['program.cjs', 'list'], options);
    expect(folder.executed()).toBe(false);
    expect(output).toContain('ECONNREFUSED');

    await run(process.execPath, ['-e', 'require("supports-color")'], options);
    expect(folder.executed()).toBe(true);
  });
});
