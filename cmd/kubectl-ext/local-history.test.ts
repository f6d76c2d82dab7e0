import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import { recordedCluster } from '../../test/support/recorded-cluster.ts';
import { session } from '../../test/support/session.ts';
import { sessionCluster } from '../../test/support/session-clusters.ts';
import { dataFolder, keepLocally } from './local-history.ts';

describe('dataFolder', () => {
  it.each([
    [{ XDG_DATA_HOME: '/d', HOME: '/h' }, '/d/kubectl-ext'],
    [{ HOME: '/h' }, '/h/.local/share/kubectl-ext'],
    [{ XDG_DATA_HOME: '', HOME: '/h' }, '/h/.local/share/kubectl-ext'],
    [{ LOCALAPPDATA: '/l', USERPROFILE: '/u' }, '/l/kubectl-ext'],
    [{}, undefined],
  ])('%j: %s', (env, expected) => expect(dataFolder(env)).toBe(expected));
});

describe('keepLocally', () => {
  it('adds lines to a file that nobody else may read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubectl-ext-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const env = { XDG_DATA_HOME: folder };
    const file = await keepLocally('one', env);
    expect(await keepLocally('two', env)).toBe(file);
    expect(file).toBe(join(folder, 'kubectl-ext', 'history.jsonl'));
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    expect([statSync(file).mode & 0o777, statSync(join(folder, 'kubectl-ext')).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  it.each([
    [{}, 'error.cannot-write'],
    [{ XDG_DATA_HOME: '/dev/null' }, 'ENOTDIR'],
  ])('throws where there is no place: %j', async (env, text) => expect(keepLocally('one', env)).rejects.toThrow(text));
});

describe('the history of an approval', () => {
  it.each<[string, (folder: string) => Record<string, string>, (folder: string) => string]>([
    [
      'is kept here',
      (folder) => ({ XDG_DATA_HOME: folder }),
      (folder) => `the history of this is kept in ${folder}/kubectl-ext/history.jsonl, not on the cluster`,
    ],
    ['is lost where there is no home', () => ({}), () => 'the history of this could not be written anywhere'],
  ])('%s where the cluster does not take it', async (_, env, said) => {
    const folder = mkdtempSync(join(tmpdir(), 'kubectl-ext-'));
    const over = new AbortController();
    onTestFinished(() => {
      over.abort();
      rmSync(folder, { recursive: true });
    });
    const memory = await sessionCluster('mixed', over.signal);
    if (memory === undefined) throw new Error('there is no such cluster');
    const cluster = recordedCluster(memory, ({ resource }) => {
      if (resource === 'configmaps') throw new ExtError('forbidden', message('cluster.answer', { reason: 'Forbidden' }));
    });
    const { stderr, exitCode } = await session(['approve', 'clickhouse-operator', '--yes'], { cluster, env: env(folder) });
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`warning: ${said(folder)}  Error from server (Forbidden)\n`);
  });
});
