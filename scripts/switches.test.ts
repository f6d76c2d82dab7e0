import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from './run.ts';

const script = (...words: string[]) => {
  const door = JSON.stringify(join(import.meta.dirname, 'switches.ts'));
  const source = `import { switchesOf } from ${door}; console.log([...switchesOf('keep', 'plain')].join());`;
  const flags = ['--disable-warning=ExperimentalWarning', '--experimental-strip-types', '--input-type=module'];
  return run(process.execPath, [...flags, '-e', source, 'script', ...words]);
};

it.each([
  [[], 0, '\n'],
  [['--plain'], 0, 'plain\n'],
  [['--plian'], 2, 'error: --plian is not known here; behind -- may stand: --keep, --plain\n'],
])('switchesOf %j', async (words, code, output) => expect(await script(...words)).toEqual({ code, output }));
