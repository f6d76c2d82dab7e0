import { describe, expect, it } from 'vitest';
import { type FlagWord, plainWords, tokens } from './words.ts';

const flags: readonly FlagWord[] = [
  { name: 'output', alias: 'o', takes: 'value' },
  { name: 'namespace', alias: 'n', takes: 'value' },
  { name: 'all-namespaces', alias: 'A', takes: 'nothing' },
  { name: 'watch', alias: 'w', takes: 'nothing' },
  { name: 'dry-run', takes: 'maybe a value' },
  { name: 'output-file', alias: 'to', takes: 'value' },
  { name: 'v', takes: 'value' },
];

/** Tokens in one line: `name=value`, `name`, `?unknown`, `name…` without its value; words as they are. */
function read(...words: string[]): string {
  const shown = tokens(words, flags).map((token) => {
    if (token.kind === 'word') return token.text;
    if (token.kind === 'unknown') return `?${token.spelling}`;
    return `${token.name}${token.kind === 'open' ? '…' : token.value === undefined ? '' : `=${token.value}`}`;
  });
  return shown.join(' ');
}

describe('tokens', () => {
  it.each([
    [['-o', 'json'], 'output=json'],
    [['-o=json'], 'output=json'],
    [['-ojson'], 'output=json'],
    [['--output', 'json'], 'output=json'],
    [['--output=json'], 'output=json'],
    [['-ojsonpath={.a=="b"}'], 'output=jsonpath={.a=="b"}'],
    [['--output=jsonpath={.a=="b"}'], 'output=jsonpath={.a=="b"}'],
    [['-na'], 'namespace=a'],
    [['-n', '-weird'], 'namespace=-weird'],
    [['--output='], 'output='],
    [['-Aw'], 'all-namespaces watch'],
    [['-Aojson'], 'all-namespaces output=json'],
    [['-w=false'], 'watch=false'],
    [['--watch', 'false'], 'watch false'],
    [['--dry-run', 'client'], 'dry-run client'],
    [['--dry-run=client'], 'dry-run=client'],
    [['--to', 'a.yaml'], 'output-file=a.yaml'],
    [['-v=6'], 'v=6'],
    [['-v6'], 'v=6'],
    [['--v', '6'], 'v=6'],
    [['a', '-n', 'b', 'c'], 'a namespace=b c'],
    [['a', '--', '-n', '--', 'b'], 'a -n -- b'],
    [['-'], '-'],
    [[''], ''],
    [['--o', 'json'], '?--o json'],
    [['-x', 'a'], '?-x a'],
    [['-Ax'], 'all-namespaces ?-x'],
    [['--unknown=a', 'b'], '?--unknown b'],
    [['a', '-n'], 'a namespace…'],
    [['--output'], 'output…'],
  ])('%j', (words, expected) => expect(read(...words)).toBe(expected));

  it('knows where words stand', () => {
    expect(tokens(['-n', 'a', 'list', '--', 'b'], flags).flatMap((token) => (token.kind === 'word' ? [token.at] : []))).toEqual([2, 4]);
  });

  it('lets the first of two flags of one name win', () => {
    const [token] = tokens(['-n', 'a'], [...flags, { name: 'names', alias: 'n', takes: 'nothing' }]);
    expect(token).toMatchObject({ name: 'namespace', value: 'a' });
  });

  it('leaves the long name to another flag where only the letter counts', () => {
    const both: readonly FlagWord[] = [
      { name: 'output', alias: 'o', letterOnly: true, takes: 'value' },
      { name: 'output-file', alias: 'output', takes: 'value' },
    ];
    const found = tokens(['-ojson', '--output', 'a', '--output-file=b'], both);
    expect(found.map((token) => (token.kind === 'flag' ? [token.name, token.value] : []))).toEqual([
      ['output', 'json'],
      ['output-file', 'a'],
      ['output-file', 'b'],
    ]);
  });
});

describe('plainWords', () => {
  it('leaves flags and their values out', () => expect(plainWords(tokens(['a', '-n', 'b', '-w', 'c'], flags))).toEqual(['a', 'c']));
});
