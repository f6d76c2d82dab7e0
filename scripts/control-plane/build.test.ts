import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildInto } from './build.ts';
import { controlPlane, testTools } from './targets.ts';

describe('building the control plane', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'build-test-'));
    mkdirSync(join(folder, 'cache'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** An environment whose `go` is this script. */
  const withGo = (script: string): NodeJS.ProcessEnv => {
    writeFileSync(join(folder, 'go'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return { PATH: [folder, process.env['PATH']].join(delimiter), OLM: folder };
  };
  const cache = () => readdirSync(join(folder, 'cache'));
  const result = () => join(folder, 'cache', 'result');
  const silent = () => {};

  it('publishes the programs together, and nothing else', async () => {
    mkdirSync(join(folder, 'deploy', 'chart', 'crds'), { recursive: true });
    const env = withGo('if [ "$1" = list ]; then echo "$OLM"; else while [ "$1" != -o ]; do shift; done; touch "$2"; fi');
    await buildInto(result(), controlPlane, silent, { env });
    expect(cache()).toEqual(['result']);
    expect(readdirSync(result()).toSorted()).toEqual(['bin', 'crds']);
    expect(readdirSync(join(result(), 'bin')).toSorted()).toEqual(
      controlPlane.targets.flatMap(({ programs }) => Object.keys(programs)).toSorted(),
    );
  });

  it('builds the tools of tests without anything of the control plane', async () => {
    await buildInto(result(), testTools, silent, { env: withGo('while [ "$1" != -o ]; do shift; done; touch "$2"') });
    expect(readdirSync(result())).toEqual(['bin']);
    expect(readdirSync(join(result(), 'bin'))).toEqual(['helm']);
  });

  it('says what go said when it fails, and leaves nothing', async () => {
    await expect(buildInto(result(), controlPlane, silent, { env: withGo('echo "no such module" >&2; exit 1') })).rejects.toThrow(
      'no such module',
    );
    expect(cache()).toEqual([]);
  });

  it('ends go and its compilers at once when it is aborted, and leaves nothing', async () => {
    const [begun, survived] = [join(folder, 'begun'), join(folder, 'survived')];
    const env = withGo(`touch "$GOTMPDIR/work"; (touch ${begun}; sleep 0.5; touch ${survived}) & wait`);
    const interruption = new AbortController();
    const building = buildInto(result(), controlPlane, silent, { env, signal: interruption.signal });
    await expect.poll(() => existsSync(begun)).toBe(true);
    interruption.abort(new Error('enough'));
    await expect(building).rejects.toThrow('enough');
    expect(cache()).toEqual([]);
    await pause(700);
    expect(existsSync(survived)).toBe(false);
  });
});
