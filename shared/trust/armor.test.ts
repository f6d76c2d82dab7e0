import { describe, expect, it } from 'vitest';
import { readCorpus } from '../../test/support/signatures/corpus.ts';
import { armoredBlocks, armoredBytes, isBinary } from './armor.ts';

const { cases } = readCorpus();
const sidecar = (name: string) => Buffer.from(cases.find((each) => each.name === name)?.sidecar ?? '', 'base64');
const armored = sidecar('armored').toString();
const blocksOf = (text: string) => armoredBlocks(text, 'PGP SIGNATURE');

describe('armoredBlocks', () => {
  it('finds one, and all of several', () => {
    expect(blocksOf(armored)).toEqual({ blocks: [armored], hasMore: false });
    expect(blocksOf(`\n${armored}\n\n${armored}`)).toEqual({ blocks: [armored, armored], hasMore: false });
    expect(blocksOf('')).toEqual({ blocks: [], hasMore: false });
  });

  it('does not mind line ends of Windows and blanks behind the lines', () => {
    expect(blocksOf(armored.replaceAll('\n', ' \t\r\n'))).toEqual({ blocks: [armored], hasMore: false });
  });

  it.each([
    ['words before', `Words\n${armored}`],
    ['words behind', `${armored}words`],
    ['a block of another kind', `${armored}-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----\n`],
    ['a block that does not end', `${armored}${armored.slice(0, -10)}`],
    ['a block in a block', armored.replace('\n\n', `\n\n${armored}`)],
    ['another end', armored.replace('-----END PGP SIGNATURE-----', '-----END PGP MESSAGE-----\n-----END PGP SIGNATURE-----')],
  ])('says that there is more: %s', (_, text) => expect(blocksOf(text).hasMore).toBe(true));
});

describe('armoredBytes', () => {
  it('are those of the signature, also without a checksum and with headers', () => {
    const bytes = armoredBytes(armored);
    expect(bytes?.[0]).toBe(0x88);
    expect(armoredBytes(armored.replace(/^=.*\n/m, ''))).toEqual(bytes);
    expect(armoredBytes(armored.replace('\n\n', '\nComment: by hand\nVersion:\n\n'))).toEqual(bytes);
  });

  it.each([
    ['another checksum', armored.replace(/^=.*$/m, '=AAAA')],
    ['half a checksum', armored.replace(/^(=..).*$/m, '$1')],
    ['something behind the checksum', armored.replace(/^(=.*)$/m, '$1\nAAAA')],
    ['two checksums', armored.replace(/^(=.*)$/m, '$1\n$1')],
    ['one letter more', armored.replace(/\n=/, 'A\n=')],
    ['a letter that is none', armored.replace('\n\n', '\n\n!!!!')],
    ['padding in between', armored.replace('\n\n', '\n\nAA==')],
    ['no blank line', armored.replace('\n\n', '\n')],
    ['a header that is none', armored.replace('\n\n', '\nwords\n\n')],
    ['nothing', '-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n'],
  ])('are not read from a block with %s', (_, block) => expect(armoredBytes(block)).toBe(undefined));
});

it('tells packets from text', () => {
  expect([sidecar('ed25519'), sidecar('armored'), Buffer.from(''), Buffer.from('text')].map(isBinary)).toEqual([true, false, false, false]);
});
