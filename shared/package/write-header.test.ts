import { Header, Parser } from 'tar';
import { describe, expect, it } from 'vitest';
import { archiveSize, endOfArchive, fileHeader, padding } from './write-header.ts';

const path = `blobs/sha256/${'a'.repeat(64)}`;

describe('fileHeader', () => {
  it.each([0, 1, 8 ** 11 - 1])('a file of %i bytes has a header that others read', (size) => {
    const bytes = fileHeader(path, size);
    const header = new Header(bytes);
    expect(bytes).toHaveLength(512);
    expect(header).toMatchObject({
      path,
      size,
      mode: 0o644,
      uid: 0,
      gid: 0,
      uname: '',
      gname: '',
      type: 'File',
      cksumValid: true,
      mtime: new Date(0),
    });
  });

  it('is these bytes and no others', () => {
    const text = fileHeader('index.json', 9).toString('latin1').replaceAll('\0', '_');
    const fields = [
      'index.json'.padEnd(100, '_'),
      '0000644_0000000_0000000_',
      '00000000011_00000000000_',
      '011177_ 0',
      '_'.repeat(100),
      'ustar_00',
      '_'.repeat(64),
    ];
    expect(text).toBe([...fields, '0000000_0000000_', '_'.repeat(167)].join(''));
  });

  it('a size that octal cannot say stands in a record in front', () => {
    const bytes = fileHeader(path, 8 ** 11);
    expect(bytes).toHaveLength(3 * 512);
    expect(bytes.subarray(512, 1024).toString('latin1').replaceAll('\0', '')).toBe('19 size=8589934592\n');
    const seen: (number | undefined)[] = [];
    const parser = new Parser({ strict: true, onReadEntry: (entry) => void seen.push(entry.size) });
    parser.write(bytes);
    expect(seen).toEqual([8 ** 11]);
  });
});

it('files fill whole blocks, and two empty ones end the archive', () => {
  expect([0, 1, 511, 512, 513].map((size) => padding(size).length)).toEqual([0, 511, 1, 0, 511]);
  expect(endOfArchive().equals(Buffer.alloc(1024))).toBe(true);
  expect(
    archiveSize([
      { path, size: 1 },
      { path, size: 512 },
      { path, size: 0 },
    ]),
  ).toBe(1024 + 1024 + 512 + 1024);
});
