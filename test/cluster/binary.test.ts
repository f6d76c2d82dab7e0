import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../scripts/run.ts';
import { type HostileFolder, makeHostileFolder } from '../support/hostile-folder.ts';

const binary = join(import.meta.dirname, '..', '..', 'dist', 'kubectl-ext');

describe('the binary in a folder of somebody else', () => {
  let folder: HostileFolder;
  beforeEach(() => {
    folder = makeHostileFolder();
    copyFileSync(binary, join(folder.path, 'kubectl-ext'));
  });
  afterEach(() => folder.remove());

  const inFolder = (command: string, words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    run(command, words, { cwd: folder.path, env: { ...process.env, KUBECONFIG: folder.kubeconfig, ...env } });

  it('loads no package that lies beside it', async () => {
    const { output } = await inFolder('./kubectl-ext', ['list']);
    expect(folder.executed()).toBe(false);
    expect(output).toContain('ECONNREFUSED');

    await inFolder(process.execPath, ['-e', 'require("supports-color")']);
    expect(folder.executed()).toBe(true);
  });

  it.each([
    ['what it answers at once', ['version', '--client'], 'Client Version'],
    ['what it asks a cluster for', ['list'], 'ECONNREFUSED'],
  ])('executes nothing that NODE_OPTIONS names: %s', async (_, words, answer) => {
    const env = { NODE_OPTIONS: folder.nodeOptions };
    const { output } = await inFolder('./kubectl-ext', words, env);
    expect(folder.executed()).toBe(false);
    expect(output).toContain(answer);

    await inFolder(process.execPath, ['-e', '0'], env);
    expect(folder.executed()).toBe(true);
  });
});
