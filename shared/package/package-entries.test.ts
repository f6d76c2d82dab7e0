import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { readerOf } from '../../test/support/read-tar.ts';
import { longName, paxHeader, type RawEntry, tarOf } from '../../test/support/tar-builder.ts';
import { largestContent, packageEntries } from './package-entries.ts';

async function pathsOf(entries: readonly (RawEntry | Buffer)[], size = 1000): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for await (const { path, type } of packageEntries(readerOf(tarOf(entries)), { path: 'x.tgz', size })) found.push([path, type]);
  return found;
}

describe('the entries of a package', () => {
  it('are files and folders, by what their names mean', async () => {
    const folders = ['./', 'b/', './c//d/'].map((name) => ({ name, type: '5' }));
    const files = [{ name: './a' }, { name: 'b/./e' }, { name: 'old', type: '\0' }, { name: 'old-folder/', type: '\0' }];
    expect(await pathsOf([...folders, ...files])).toEqual([
      ['', 'folder'],
      ['b', 'folder'],
      ['c/d', 'folder'],
      ['a', 'file'],
      ['b/e', 'file'],
      ['old', 'file'],
      ['old-folder', 'folder'],
    ]);
  });

  it.each<[string, string | Buffer]>([
    ['the root', '/'],
    ['an absolute path', '/etc/passwd'],
    ['the folder above', '..'],
    ['a path through the folder above', 'a/../../etc/passwd'],
    ['a path that only visits it', 'a/../b'],
    ['a path of Windows', 'a\\..\\..\\b'],
    ['nothing', ''],
    ['the folder itself', './'],
    ['a folder', 'a/'],
    ['the escape of a terminal', 'a\u001B[2J'],
    ['a line end', 'a\nb'],
    ['the delete character', 'a\u007F'],
    ['an escape of eight bits', 'a\u009B2J'],
    ['letters that turn around', 'a\u202Egnp.exe'],
    ['letters nobody sees', 'a\u200Bb'],
    ['a separator of lines', 'a\u2028b'],
  ])('are not called like %s', async (_, name) => {
    const error = await errorOf(() => pathsOf([{ name }]));
    expect(error).toMatchObject({
      code: 'corrupt',
      sentence: { id: 'package.name', data: { entry: expect.stringMatching(/^"[^\p{C}]*"$/u) } },
    });
  });

  it.each(['1', '2', '3', '4', '6', '7', 'D', 'M', 'N', 'V', 'X', 'A'])('are not of type %s', async (type) => {
    const error = await errorOf(() => pathsOf([{ name: 'a', type, linkName: 'b' }]));
    expect(error.sentence).toMatchObject({ id: 'package.entry-type', data: { entry: '"a"', type: `"${type}"` } });
  });

  it('are no folders with content', async () => {
    expect(await errorOf(() => pathsOf([{ name: 'a/', type: '5', body: 'x' }]))).toMatchObject({ sentence: { id: 'package.entry-type' } });
  });

  const long = 'x'.repeat(200);
  it.each<[string, (RawEntry | Buffer)[]]>([
    ['by name', [{ name: 'a' }, { name: 'a' }]],
    ['behind a dot', [{ name: 'a/b' }, { name: './a/b' }]],
    ['with two slashes', [{ name: 'a/b' }, { name: 'a//b' }]],
    ['in capitals', [{ name: 'index.json' }, { name: 'INDEX.json' }]],
    ['in capitals of another script', [{ name: 'образ' }, { name: 'ОБРАЗ' }]],
    ['composed otherwise', [{ name: '\u00e9' }, { name: 'e\u0301' }]],
    ['in letters of another width', [{ name: 'index' }, { name: '\uFF49ndex' }]],
    ['as a folder', [{ name: 'a' }, { name: 'a/', type: '5' }]],
    ['under a long name', [longName(long), { name: 'a' }, paxHeader({ path: long.toUpperCase() }), { name: 'a' }]],
  ])('are not there twice, %s', async (_, entries) => {
    expect(await errorOf(() => pathsOf(entries))).toMatchObject({ code: 'corrupt', sentence: { id: 'package.duplicate' } });
  });

  it('are no larger than a file of the size of the package can hold', async () => {
    const size = largestContent(1000);
    const error = await errorOf(() => pathsOf([{ name: 'a', size: size.toString(8).padStart(11, '0') }]));
    expect(error.sentence).toMatchObject({ id: 'package.expands', data: { size, most: size } });
    expect(largestContent(2 * 2 ** 20)).toBe(192 * 2 ** 20);
  });
});
