import { describe, expect, it } from 'vitest';
import { allCommands } from './commands/index.ts';
import { fastAnswer, looksFast } from './fast.ts';
import { makeFastTexts } from './fast-texts.ts';

const texts = makeFastTexts(await allCommands.sections(), 'v0.1.0');
const answer = (words: readonly string[], argv0 = 'kubectl-ext', env = {}) => fastAnswer({ words, argv0, env }, texts)?.stdout;

describe('fastAnswer', () => {
  it.each([
    [[], 'Usage: kubectl ext COMMAND [flags]'],
    [['--help'], 'Usage: kubectl ext COMMAND [flags]'],
    [['-h'], 'Usage: kubectl ext COMMAND [flags]'],
    [['help'], 'Usage: kubectl ext COMMAND [flags]'],
    [['-v=6', '--lang', 'en'], 'Usage: kubectl ext COMMAND [flags]'],
    [['completion', 'bash', '--help'], 'Usage: kubectl ext completion bash|zsh|fish [flags]'],
    [['-n', 'a', 'completion', 'install', '-h'], 'Usage: kubectl ext completion install [flags]'],
    [['--help', 'version'], 'Usage: kubectl ext version [flags]'],
    [['help', 'completion', 'install'], 'Usage: kubectl ext completion install [flags]'],
    [['help', 'exit-codes'], 'Exit codes'],
    [['ls', '-h'], 'Also called: ls'],
    [['help', 'completion'], 'Commands:\n  completion install   '],
    [['--version'], 'kubectl-ext v0.1.0'],
    [['version', '--client'], 'Client Version: v0.1.0'],
    [['--client', 'version'], 'Client Version: v0.1.0'],
    [['__complete', 'versi'], 'version\t'],
    [['__complete', 'policy', ''], 'check\t'],
    [['__complete', 'policy', 'explain', 'subscription.m'], 'subscription.manual-approval\n:4'],
    [['__complete', 'policy', 'check', '-f', ''], ':0'],
    [['__complete', 'policy', 'check', '--filename='], ':0'],
    [['__complete', 'list', '--output=js'], 'json\n'],
    [['__complete', 'package', 'create', 'x', '--output='], ':0'],
    [['__complete', 'package', 'create', 'x', '-o=js'], 'json\n'],
    [['policy', '--help'], 'Commands:\n  policy check   '],
    [['--lang', 'ru', 'help', 'safety'], 'Безопасность'],
  ])('answers %j', (words, expected) => expect(answer(words)).toContain(expected));

  it.each([
    [['version']],
    [['version', '--client', '-o', 'json']],
    [['version', '--client=false']],
    [['list', '--help=false']],
    [['instal', '--help']],
    [['help', 'nothing']],
    [['help', 'toString']],
    [['--unknown']],
    [['-n']],
    [['list', '--', '--help']],
    [['__complete', 'list', '-n', '']],
  ])('leaves %j to the commands', (words) => expect(answer(words)).toBeUndefined());

  it('leaves it to the commands where the environment chooses the output', () => {
    expect(answer(['version', '--client'], 'kubectl-ext', { KUBECTL_EXT_OUTPUT: 'json' })).toBeUndefined();
  });

  it('says command lines in the name it was called by', () => {
    expect(answer(['--help'], '/opt/ac-ext')).toContain('Usage: ac ext COMMAND');
    expect(answer(['--help'], '/opt/ac-ext')).not.toContain('kubectl ext');
  });

  it('speaks the language of the locale', () => expect(answer([], 'kubectl-ext', { LANG: 'ru_RU.UTF-8' })).toContain('Вызов:'));

  it('comes from plain data, as the build puts it in', () => {
    expect(fastAnswer({ words: ['--help'], argv0: '', env: {} }, JSON.parse(JSON.stringify(texts)))).toEqual(
      fastAnswer({ words: ['--help'], argv0: '', env: {} }, texts),
    );
  });
});

describe('looksFast', () => {
  it.each([[[]], [['--help']], [['list', '-h']], [['list', '-wh']], [['-n', 'a', 'help']], [['__complete', '']], [['--version']]])(
    'is true of %j',
    (words) => expect(looksFast(words)).toBe(true),
  );
  it.each([[['list']], [['install', 'a', '--dry-run']]])('is false of %j', (words) => expect(looksFast(words)).toBe(false));
});

describe('help', () => {
  const pages = Object.values(texts).flatMap(({ help, topics }) => [...Object.values(help), ...Object.values(topics)]);

  it('fits into 100 columns', () => {
    expect(pages.flatMap((page) => page.split('\n')).filter((line) => line.length > 100)).toEqual([]);
  });

  it('has the same pages in both languages', () => {
    const { en, ru } = texts;
    expect(Object.keys(ru.help)).toEqual(Object.keys(en.help));
    expect(Object.keys(ru.topics)).toEqual(Object.keys(en.topics));
  });
});
