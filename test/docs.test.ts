import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makePages, readPages } from '../scripts/docs/pages.ts';

it('the pages of rules and commands are what `npm run docs` would write', async () => {
  expect(Object.fromEntries(readPages())).toEqual(Object.fromEntries(await makePages()));
});

describe.each(['docs/security.md', 'docs/ru/security.md'])('%s', (path) => {
  const page = join(import.meta.dirname, '..', path);
  const rows = readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => /^\| +\d/.test(line));
  const targets = (row: string) => [...row.matchAll(/\]\(([^)]*\.test\.ts)\)/g)].map(([, target = '']) => join(dirname(page), target));

  it('answers every one of the 18 threats', () => {
    expect(rows.map((row) => Number(row.split('|')[1]))).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
    for (const row of rows)
      expect(row.split('|').map((cell) => cell.trim())).toEqual(['', ...Array(4).fill(expect.stringMatching(/./)), '']);
  });

  it('names tests that are there, for every threat but that of an administrator', () => {
    expect(rows.flatMap(targets).filter((target) => !existsSync(target))).toEqual([]);
    expect(rows.filter((row) => targets(row).length === 0).map((row) => Number(row.split('|')[1]))).toEqual([6]);
  });
});
