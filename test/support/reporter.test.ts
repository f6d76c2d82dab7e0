import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../scripts/run.ts';

const files = {
  'good.test.ts': "test('a', () => {}); test('b', () => {});",
  'bad.test.ts': "test('a', () => {}); test('b', () => { throw new Error('b broke'); }); test.skip('c', () => {});",
  'unloadable.test.ts': "import './missing.ts'; test('a', () => {});",
  'hook.test.ts': "describe('g', () => { beforeAll(() => { throw new Error('hook broke'); }); test('a', () => {}); });",
  'late.test.ts':
    "test('a', () => { setTimeout(() => { throw new Error('late'); }, 5); return new Promise((done) => setTimeout(done, 50)); });",
  'broken-setup.ts': "export function setup() { throw new Error('setup broke'); }",
  'broken-teardown.ts': "export function setup() {} export function teardown() { throw new Error('teardown broke'); }",
  'vitest.config.ts': `
    import { TallyReporter } from ${JSON.stringify(join(import.meta.dirname, 'reporter.ts'))};
    const globalSetup = process.env.SETUP === undefined ? [] : [process.env.SETUP];
    export default { test: { globals: true, isolate: false, globalSetup, reporters: ['default', new TallyReporter()] } };
  `,
};

describe('the last line of a run', { timeout: 30_000 }, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubectl-ext-reporter-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.concurrent.each([
    ['counts what passed', ['good'], {}, 0, '2 passed, 0 failed'],
    [
      'counts a test, a file that does not load, a hook and an error that nobody caught',
      ['bad', 'unloadable', 'hook', 'late'],
      {},
      1,
      '2 passed, 4 failed, 2 skipped',
    ],
    ['counts a setup that failed', ['good'], { SETUP: './broken-setup.ts' }, 1, '0 passed, 1 failed'],
    ['counts a teardown that failed', ['good'], { SETUP: './broken-teardown.ts' }, 1, '2 passed, 1 failed'],
  ])('%s', async (_, names, env, code, line) => {
    const { PATH } = process.env;
    const words = ['run', '--root', folder, '--config', join(folder, 'vitest.config.ts'), ...names];
    const ended = await run('vitest', words, { env: { PATH, ...env } });
    expect(ended.output.trimEnd().split('\n').at(-1)).toBe(line);
    expect(ended.code).toBe(code);
  });
});
