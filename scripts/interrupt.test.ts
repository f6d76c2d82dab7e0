import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unlessAborted } from './interrupt.ts';

/** Runs a script whose work is this, sends it signals one after the other as soon as it writes "begun", and tells how it ended and what it wrote. */
async function ended(work: string, ...signals: NodeJS.Signals[]): Promise<{ code: number | null; said: string }> {
  const door = JSON.stringify(join(import.meta.dirname, 'interrupt.ts'));
  const source = `import { interruptible, unlessAborted, whenAborted } from ${door};
    const { log } = console;
    const busy = setTimeout(() => {}, 60_000);
    await interruptible(async (signal) => { log('begun'); ${work} });
    clearTimeout(busy);`;
  const child = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--experimental-strip-types',
    '--input-type=module',
    '-e',
    source,
  ]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += String(chunk);
      if (String(chunk).startsWith('begun')) signals.forEach((signal, at) => setTimeout(() => child.kill(signal), at * 100));
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

describe('a script that is interrupted', () => {
  const cleanUp = "try { await unlessAborted(signal, () => new Promise(() => {})) } finally { log('cleaned up') }";

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('cleans up and ends with the status of %s', async (signal, code) => {
    expect(await ended(cleanUp, signal)).toEqual({ code, said: 'begun\ncleaned up\n' });
  });

  it('takes Ctrl-C that comes twice for one', async () => {
    const slowly = cleanUp.replace('log', 'await new Promise((resolve) => setTimeout(resolve, 500)); log');
    expect(await ended(slowly, 'SIGINT', 'SIGTERM')).toEqual({ code: 130, said: 'begun\ncleaned up\n' });
  });

  it('ends well when its work does', async () => {
    expect(await ended('await whenAborted(signal)', 'SIGINT')).toEqual({ code: 0, said: 'begun\n' });
  });

  it('says what went wrong while it cleaned up', async () => {
    const { code, said } = await ended("await whenAborted(signal); throw new Error('the folder stays')", 'SIGTERM');
    expect({ code, said }).toEqual({ code: 143, said: expect.stringContaining('the folder stays') });
  });

  it('fails as any other when nobody interrupted it', async () => {
    const { code, said } = await ended("throw new Error('broken')");
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('broken') });
  });
});

describe('unlessAborted', () => {
  it('does not begin what is aborted already', async () => {
    const reason = new Error('enough');
    await expect(unlessAborted(AbortSignal.abort(reason), () => Promise.reject(new Error('begun')))).rejects.toBe(reason);
  });

  it('gives what the work gives', async () => {
    await expect(unlessAborted(new AbortController().signal, () => Promise.resolve(1))).resolves.toBe(1);
    await expect(unlessAborted(undefined, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
