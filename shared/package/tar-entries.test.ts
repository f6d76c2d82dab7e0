import { Parser } from 'tar';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { contentsOf, readerOf } from '../../test/support/read-tar.ts';
import { longName, paxHeader, paxRecord, type RawEntry, tarEntry, tarOf } from '../../test/support/tar-builder.ts';
import { tarEntries } from './tar-entries.ts';

const file: RawEntry = { name: 'a', body: 'hello' };
const raw = (body: string | Buffer, type = 'x') => tarEntry({ name: 'PaxHeaders/x', type, body });
const base256 = (...bytes: number[]) => Buffer.from(bytes);

describe('a lawful tar', () => {
  it.each<[string, Buffer, string, string]>([
    ['of ustar', tarOf([file]), 'a', 'hello'],
    ['of ustar with a prefix', tarOf([{ ...file, prefix: 'b/c' }]), 'b/c/a', 'hello'],
    ['of ustar with a prefix of full length', tarOf([{ ...file, prefix: 'p'.repeat(155) }]), `${'p'.repeat(155)}/a`, 'hello'],
    ['of ustar with a name of full length', tarOf([{ ...file, name: 'n'.repeat(100) }]), 'n'.repeat(100), 'hello'],
    ['of star, whose prefix is shorter', tarOf([starEntry()]), `${'p'.repeat(131)}/a`, ''],
    ['of GNU, which has no prefix', tarOf([{ ...file, magic: 'ustar  \0', prefix: 'b/c' }]), 'a', 'hello'],
    ['of the seventh Unix', tarOf([{ ...file, magic: '\0'.repeat(8), type: '\0', prefix: 'b/c' }]), 'a', 'hello'],
    ['with a name in another script', tarOf([{ ...file, name: 'образ' }]), 'образ', 'hello'],
    ['with a long name of GNU', tarOf([longName('d/'.repeat(200)), file]), 'd/'.repeat(200), 'hello'],
    ['with a long name of pax', tarOf([paxHeader({ path: 'd/'.repeat(200) }), file]), 'd/'.repeat(200), 'hello'],
    ['with a line end in a pax record', tarOf([paxHeader({ comment: 'a\nb=c\n', path: 'd' }), file]), 'd', 'hello'],
    ['with a size of pax', tarOf([paxHeader({ size: '5' }), { ...file, size: 0 }]), 'a', 'hello'],
    ['with a comment for all', tarOf([paxHeader({ comment: 'x' }, 'g'), file]), 'a', 'hello'],
    ['with a size to base 256', tarOf([{ ...file, size: base256(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5) }]), 'a', 'hello'],
    ['with a time before 1970', tarOf([{ ...file, mtime: base256(...Array.from({ length: 12 }, () => 0xff)) }]), 'a', 'hello'],
    ['with spaces around a number', tarOf([{ ...file, size: '        5 \0\0' }]), 'a', 'hello'],
    ['with numbers left out', tarOf([{ ...file, mode: '\0'.repeat(8), mtime: ' '.repeat(12) }]), 'a', 'hello'],
    ['with a whole record of padding', tarOf([file], Buffer.alloc(10240)), 'a', 'hello'],
  ])('%s', async (_, bytes, name, body) => {
    expect(await contentsOf(bytes)).toEqual([[name, body]]);
  });

  it('without entries', async () => {
    expect(await contentsOf(tarOf([]))).toEqual([]);
  });

  it.each([0, 1, 511, 512, 513, 1024])('with a body of %d bytes and another entry behind it', async (size) => {
    const body = 'x'.repeat(size);
    expect(await contentsOf(tarOf([{ name: 'a', body }, file]))).toEqual([
      ['a', body],
      ['a', 'hello'],
    ]);
  });
});

/** In the format of star the last bytes of the prefix are times. */
function starEntry(): Buffer {
  const header = tarEntry({ name: 'a', prefix: `${'p'.repeat(131)}00000000000 ` });
  header.write('tar\0', 508, 'latin1');
  return resummed(header);
}

function resummed(header: Buffer): Buffer {
  header.write(' '.repeat(8), 148);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
    'latin1',
  );
  return header;
}

/** Whether npm's parser, as strict as it gets, reads a tar without a word. */
function libraryAccepts(bytes: Buffer): boolean {
  let isAccepted = true;
  const parser = new Parser({ strict: true, onReadEntry: (entry) => entry.resume() });
  parser.on('error', () => (isAccepted = false));
  try {
    parser.end(bytes);
  } catch {
    return false;
  }
  return isAccepted;
}

/** What is wrong, the bytes, the message, and whether the library refuses it too: where it does not, code of our own is needed. */
const hostile: readonly [what: string, bytes: Buffer, id: string, library: 'accepts' | 'refuses'][] = [
  ['a wrong checksum', tarOf([{ ...file, checksum: '000001\0 ' }]), 'package.header-checksum', 'refuses'],
  ['no checksum', tarOf([{ ...file, checksum: ' '.repeat(8) }]), 'package.header-checksum', 'refuses'],
  ['a magic nobody writes', tarOf([{ ...file, magic: 'ustar\u000001' }]), 'package.header-format', 'accepts'],
  ['a size with other characters behind', tarOf([{ ...file, size: '5x000000000\0' }]), 'package.header-number', 'accepts'],
  ['a size that is left out', tarOf([{ name: 'a', size: '\0'.repeat(12) }]), 'package.header-number', 'accepts'],
  ['a size below zero', tarOf([{ name: 'a', size: '-1\0' }]), 'package.header-number', 'accepts'],
  [
    'a size below zero to base 256',
    tarOf([{ name: 'a', size: base256(...Array.from({ length: 12 }, () => 0xff)) }]),
    'package.header-number',
    'accepts',
  ],
  [
    'a size beyond numbers',
    tarOf([{ name: 'a', size: base256(0x80, 0, 0, 0, 0x7f, ...[255, 255, 255, 255, 255, 255, 255]) }]),
    'package.header-number',
    'refuses',
  ],
  ['a mode that is no number', tarOf([{ ...file, mode: 'rw-r--r\0' }]), 'package.header-number', 'accepts'],
  ['a time that is no number', tarOf([{ ...file, mtime: 'yesterday\0' }]), 'package.header-number', 'accepts'],
  ['a name that is not UTF-8', tarOf([{ ...file, name: Buffer.from([0x61, 0xff]) }]), 'package.name-encoding', 'accepts'],
  ['a long name that is not UTF-8', tarOf([longName(Buffer.from([0x61, 0xff])), file]), 'package.name-encoding', 'accepts'],
  ['a pax path that is not UTF-8', tarOf([paxHeader({ path: Buffer.from([0x61, 0xff]) }), file]), 'package.extended-header', 'accepts'],
  ['a pax path with a zero', tarOf([paxHeader({ path: 'a\0b' }), file]), 'package.extended-header', 'accepts'],
  ['an empty pax path', tarOf([paxHeader({ path: '' }), file]), 'package.extended-header', 'refuses'],
  ['a pax record that is too short', tarOf([raw('9 path=b\n6 path=c\n'), file]), 'package.extended-header', 'accepts'],
  ['a pax record that is too long', tarOf([raw('99 path=b\n'), file]), 'package.extended-header', 'accepts'],
  ['a pax record without a line end', tarOf([raw('8 path=b'), file]), 'package.extended-header', 'accepts'],
  ['a pax record without a value', tarOf([raw('7 path\n'), file]), 'package.extended-header', 'refuses'],
  ['a pax record without a key', tarOf([raw('5 =b\n'), file]), 'package.extended-header', 'accepts'],
  [
    'something behind the pax records',
    tarOf([raw(Buffer.concat([paxRecord('path', 'b'), Buffer.alloc(3)])), file]),
    'package.extended-header',
    'accepts',
  ],
  [
    'a pax key twice',
    tarOf([raw(Buffer.concat([paxRecord('path', 'b'), paxRecord('path', 'c')])), file]),
    'package.extended-header',
    'accepts',
  ],
  ['a pax size that is no number', tarOf([paxHeader({ size: '5x' }), file]), 'package.extended-header', 'accepts'],
  ['a pax size below zero', tarOf([paxHeader({ size: '-5' }), file]), 'package.extended-header', 'accepts'],
  ['a pax size beyond numbers', tarOf([paxHeader({ size: '9007199254740993' }), file]), 'package.header-number', 'refuses'],
  [
    'two pax headers before one entry',
    tarOf([paxHeader({ path: 'b' }), paxHeader({ path: 'c' }), file]),
    'package.extended-header',
    'accepts',
  ],
  ['two long names before one entry', tarOf([longName('b'), longName('c'), file]), 'package.extended-header', 'accepts'],
  ['a pax path beside a long name', tarOf([longName('b'), paxHeader({ path: 'c' }), file]), 'package.extended-header', 'accepts'],
  ['a path for all', tarOf([paxHeader({ path: 'b' }, 'g'), file]), 'package.extended-header', 'accepts'],
  ['a size for all', tarOf([paxHeader({ size: '5' }, 'g'), file]), 'package.extended-header', 'accepts'],
  ['a pax header for nobody', tarOf([file, paxHeader({ path: 'b' })]), 'package.extended-header', 'accepts'],
  ['a long name for nobody', tarOf([file, longName('b')]), 'package.extended-header', 'accepts'],
  [
    'an extended header that is too large',
    tarOf([paxHeader({ comment: 'x'.repeat(65_536) }), file]),
    'package.extended-header-size',
    'accepts',
  ],
  ['a sparse file of old GNU', tarOf([{ ...file, type: 'S', magic: 'ustar  \0' }]), 'package.sparse', 'accepts'],
  ['a sparse file of pax', tarOf([paxHeader({ 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0' }), file]), 'package.sparse', 'accepts'],
  ['sparse files for all', tarOf([paxHeader({ 'GNU.sparse.major': '1' }, 'g'), file]), 'package.extended-header', 'accepts'],
  ['no end', tarOf([file], Buffer.alloc(0)), 'package.no-end', 'accepts'],
  ['half an end', tarOf([file], Buffer.alloc(512)), 'package.no-end', 'accepts'],
  ['an end that is cut off', tarOf([file], Buffer.alloc(700)), 'package.no-end', 'accepts'],
  [
    'something else in place of the second block of the end',
    tarOf([file], Buffer.alloc(1024).fill('x', 512)),
    'package.behind-end',
    'refuses',
  ],
  [
    'an entry between the blocks of the end',
    tarOf([file], Buffer.concat([Buffer.alloc(512), tarOf([file])])),
    'package.behind-end',
    'accepts',
  ],
  ['an entry behind the end', tarOf([file], Buffer.concat([Buffer.alloc(1024), tarOf([file])])), 'package.behind-end', 'accepts'],
  ['a byte behind the end', tarOf([file], Buffer.concat([Buffer.alloc(5000), Buffer.from('x')])), 'package.behind-end', 'accepts'],
  ['a header that is cut off', tarOf([file], Buffer.from('b'.repeat(100))), 'package.cut-off', 'accepts'],
  ['a body that is cut off', tarEntry(file).subarray(0, 514), 'package.cut-off', 'refuses'],
  ['padding that is cut off', tarEntry(file).subarray(0, 600), 'package.cut-off', 'refuses'],
  ['an extended header that is cut off', paxHeader({ path: 'b' }).subarray(0, 515), 'package.cut-off', 'refuses'],
];

describe('a hostile tar', () => {
  it.each(hostile)('with %s is refused', async (_, bytes, id) => {
    const error = await errorOf(() => contentsOf(bytes));
    expect(error).toMatchObject({ code: 'corrupt', sentence: { id, data: { file: 'x.tgz' } } });
  });

  it.each(hostile)('with %s: what the library does is why there is code of our own', (_, bytes, _id, library) => {
    expect(libraryAccepts(bytes) ? 'accepts' : 'refuses').toBe(library);
  });

  it('names the byte of a header that is wrong', async () => {
    const error = await errorOf(() => contentsOf(tarOf([file, { ...file, checksum: '000001\0 ' }])));
    expect(error.sentence.data).toMatchObject({ at: 1024 });
  });

  it('ends at the limit of entries, extended headers counted', async () => {
    const tar = tarOf([paxHeader({ comment: 'x' }), file, file]);
    expect(await contentsOf(tar, { mostHeaders: 3 })).toHaveLength(2);
    expect(await errorOf(() => contentsOf(tar, { mostHeaders: 2 }))).toMatchObject({ sentence: { id: 'package.too-many-entries' } });
  });

  it('ends at the header of an entry that is too large', async () => {
    const tar = tarEntry({ name: 'a', size: '77777777777\0' });
    const error = await errorOf(() => contentsOf(tar, { largest: 1000 }));
    expect(error.sentence).toMatchObject({ id: 'package.expands', data: { entry: '"a"', size: 8_589_934_591, most: 1000 } });
  });

  it('ends where empty blocks go on for ever', async () => {
    const error = await errorOf(() => contentsOf(tarOf([file], Buffer.alloc(100_000)), { largest: 50_000 }));
    expect(error.sentence.id).toBe('package.padding');
  });
});

describe('the entries', () => {
  const limits = { file: 'x.tgz', isLayer: false, mostHeaders: 10, largest: Infinity };

  it('skip what nobody reads of a body', async () => {
    const names: string[] = [];
    for await (const { name, body } of tarEntries(readerOf(tarOf([{ name: 'a', body: 'x'.repeat(5000) }, file])), limits)) {
      names.push(name);
      for await (const _ of body) break;
    }
    expect(names).toEqual(['a', 'a']);
  });

  it('give nothing more of an entry that is over', async () => {
    const entries = tarEntries(readerOf(tarOf([{ name: 'a', body: 'first' }, file])), limits);
    const { value: first } = await entries.next();
    await entries.next();
    const late: Buffer[] = [];
    for await (const chunk of first?.body ?? []) late.push(chunk);
    expect(late).toEqual([]);
  });
});

describe('a layer', () => {
  const layer = { isLayer: true };

  it.each<[string, Buffer]>([
    ['without an end', tarOf([file], Buffer.alloc(0))],
    ['with half an end', tarOf([file], Buffer.alloc(512))],
    ['with something behind its end', tarOf([file], Buffer.concat([Buffer.alloc(512), Buffer.from('rest')]))],
    ['with padding that is cut off', tarEntry(file).subarray(0, 520)],
    ['with a number of a mode nobody knows', tarOf([{ ...file, mode: 'rw-r--r\0' }])],
    [
      'with a label in front that has no size',
      Buffer.concat([tarEntry({ name: 'label', type: 'V', size: '\0'.repeat(12) }), tarOf([file])]),
    ],
    ['with two pax headers', tarOf([paxHeader({ path: 'b' }), paxHeader({ path: 'a' }), file])],
    ['with attributes that hold anything', tarOf([paxHeader({ 'SCHILY.xattr.user.x': Buffer.from([0, 10, 0xff]) }), file])],
  ])('%s is read', async (_, bytes) => {
    expect((await contentsOf(bytes, layer)).at(-1)).toEqual(['a', 'hello']);
  });

  it('may hold links and devices, which have no content whatever they say', async () => {
    const others = ['1', '2', '3', '4', '5', '6'].map((type) => ({ name: `other-${type}`, type, size: 1000, linkName: 'a' }));
    const read = await contentsOf(tarOf([...others, file]), layer);
    expect(read.at(-1)).toEqual(['a', 'hello']);
    expect(read).toHaveLength(7);
  });

  it('has other names where they are not UTF-8', async () => {
    expect(await contentsOf(tarOf([{ ...file, name: Buffer.from([0x61, 0xff]) }]), layer)).toEqual([['a\uFFFD', 'hello']]);
  });

  it.each<[string, Buffer, string]>([
    ['a sparse file', tarOf([{ ...file, type: 'S' }]), 'package.sparse'],
    ['a pax size that is no number', tarOf([paxHeader({ size: '0x5' }), file]), 'package.header-number'],
    ['pax records that are none', tarOf([raw('x'), file]), 'package.extended-header'],
    ['a body that is cut off', tarEntry(file).subarray(0, 514), 'package.cut-off'],
  ])('with %s is refused', async (_, bytes, id) => {
    expect(await errorOf(() => contentsOf(bytes, layer))).toMatchObject({ code: 'corrupt', sentence: { id } });
  });
});
