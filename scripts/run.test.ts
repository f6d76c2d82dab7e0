import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from './run.ts';

describe('run', () => {
  it('keeps what a program writes, and how it ended', async () => {
    expect(await run('sh', ['-c', 'echo out; echo err >&2; exit 3'])).toEqual({ code: 3, output: 'out\nerr\n' });
  });

  it('hands a program its input, read or not', async () => {
    expect(await run('cat', [], { input: 'words' })).toMatchObject({ output: 'words' });
    expect(await run('true', [], { input: 'x'.repeat(1_000_000) })).toMatchObject({ code: 0 });
  });

  it('lets an aborted program clean up, and rejects once it has ended', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-test-'));
    const interruption = new AbortController();
    const script = 'trap "sleep 0.2; touch cleaned; exit 0" TERM; touch begun; while :; do sleep 0.05; done';
    const running = run('sh', ['-c', script], { cwd: folder, signal: interruption.signal });
    await expect.poll(() => readdirSync(folder)).toContain('begun');
    interruption.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(readdirSync(folder)).toContain('cleaned');
    rmSync(folder, { recursive: true });
  });

  it('starts nothing when it is aborted already', async () => {
    await expect(run('does-not-exist', [], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});
