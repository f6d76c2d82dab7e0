import { writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HostileFolder, makeHostileFolder } from '../test/support/hostile-folder.ts';
import { bundleProgram } from './bundle-program.ts';
import { run } from './run.ts';

/** Does what Node does in a single executable: `require` knows its own modules, and the other half is an asset. */
const executable = `
const half = (name) => require('node:fs').readFileSync(require('node:path').join(__dirname, name), 'utf8');
const builtin = (name) => (name === 'node:sea' ? { getAsset: half } : require(name));
new Function('require', '__filename', '__dirname', half('main'))(builtin, __filename, __dirname);
`;

/** What a library does that would be glad of another one. */
const tries = `try { require('supports-color'); } catch (error) { if (error.code !== 'MODULE_NOT_FOUND') throw error; }`;

describe('the bundled program', () => {
  it('needs no package, undici least of all', async () => {
    const { main, rest } = await bundleProgram(join(import.meta.dirname, '..'), {});
    const wanted = [...`${main}${rest}`.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
    expect(wanted.filter((name) => !isBuiltin(name))).toEqual([]);
    expect(rest).not.toContain('undici');
  });

  let folder: HostileFolder;
  beforeEach(() => {
    folder = makeHostileFolder();
  });
  afterEach(() => folder.remove());

  it('loads no package from the folders around it', { timeout: 30_000 }, async () => {
    const bundle = await bundleProgram(join(import.meta.dirname, '..'), {});
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
