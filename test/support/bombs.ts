import { gzipSync } from 'node:zlib';
import { blobOf, packageEntriesOf, samplePackage } from './package-file.ts';
import { type RawEntry, tarEntry, tarOf, tgzOf } from './tar-builder.ts';

/** A file that is made to use up a machine, and the message that ends it. */
export interface Bomb {
  readonly what: string;
  readonly bytes: Buffer;
  readonly id: string;
}

const gibibyte = 2 ** 30;

/** Bombs of a few megabytes at most, made without using up a machine. */
export function bombs(): Bomb[] {
  const [metadata, index, ...rest] = packageEntriesOf(samplePackage()) as [RawEntry, RawEntry, ...RawEntry[]];
  const blob = blobOf('x', 'a/b');
  const named = `blobs/sha256/${blob.digest.slice(7)}`;
  const endless = (name: string) =>
    Buffer.concat([gzipSync(tarEntry({ name, size: (2 * gibibyte).toString(8).padStart(11, '0') })), zeros(2)]);
  const yaml = (body: string) => tgzOf([{ ...metadata, body }, index]);
  return [
    { what: 'metadata of 2 GiB', bytes: endless('metadata.yaml'), id: 'package.expands' },
    { what: 'a blob of 2 GiB', bytes: endless(named), id: 'package.expands' },
    { what: 'a file of a chart of 2 GiB', bytes: endless('a/b'), id: 'package.expands' },
    { what: '2 GiB of nothing behind the end', bytes: Buffer.concat([tgzOf([metadata, index, ...rest]), zeros(2)]), id: 'package.padding' },
    {
      what: 'more than 100,000 entries',
      bytes: gzipSync(tarOf(Array.from({ length: 100_001 }, (_, number) => ({ name: `a/${number}` })))),
      id: 'package.too-many-entries',
    },
    {
      what: 'an index of a million objects',
      bytes: tgzOf([metadata, { ...index, body: `[${'{},'.repeat(1_300_000)}{}]` }]),
      id: 'package.crowded',
    },
    {
      what: 'an index of as many objects as it may have',
      bytes: tgzOf([metadata, { ...index, body: `[${'{},'.repeat(120_000)}{}]` }]),
      id: 'package.field.mapping',
    },
    { what: 'metadata of brackets', bytes: yaml('['.repeat(1_000_000)), id: 'package.crowded' },
    { what: 'metadata of as many brackets as it may have', bytes: yaml('['.repeat(29_000)), id: 'package.no-yaml' },
    {
      what: 'metadata of as many keys as it may have',
      bytes: yaml(Array.from({ length: 4200 }, (_, key) => `key${key}: 1\n`).join('')),
      id: 'package.field.missing',
    },
    { what: 'metadata of one long text', bytes: yaml(`a: |\n${'  x\n'.repeat(260_000)}`), id: 'package.field.missing' },
  ];
}

/** So many gibibytes of nothing, in a thousandth of that. */
function zeros(gibibytes: number): Buffer {
  const member = gzipSync(Buffer.alloc(16 * 2 ** 20), { level: 9 });
  return Buffer.concat(Array.from({ length: gibibytes * 64 }, () => member));
}
