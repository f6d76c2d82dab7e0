import { gzipSync } from 'node:zlib';

/** One entry of a tar as a test wants it, right or wrong: a number is written as it should be, a text or bytes as they are. */
export interface RawEntry {
  readonly name: string | Buffer;
  readonly body?: string | Buffer;
  /** The type flag; `0` is a file. */
  readonly type?: string;
  /** What the header says of the body's length. */
  readonly size?: number | string | Buffer;
  readonly prefix?: string | Buffer;
  readonly linkName?: string;
  readonly magic?: string;
  readonly mode?: string | Buffer;
  readonly mtime?: string | Buffer;
  /** In place of the right one. */
  readonly checksum?: string;
}

const block = 512;

/** The header and body of one entry, without judging it. */
export function tarEntry(entry: RawEntry): Buffer {
  const body = Buffer.from(entry.body ?? '');
  return Buffer.concat([tarHeader(entry, body.length), padded(body)]);
}

const usual = { mode: 0o644, mtime: 0, type: '0', linkName: '', magic: 'ustar\u000000', prefix: '' };

function tarHeader(entry: RawEntry, length: number): Buffer {
  const { name, mode, size, mtime, type, linkName, magic, prefix, checksum } = { ...usual, size: length, ...entry };
  const header = Buffer.alloc(block);
  const fields: [number, number, string | Buffer | number][] = [
    [0, 100, name],
    [100, 8, mode],
    [108, 8, 0],
    [116, 8, 0],
    [124, 12, size],
    [136, 12, mtime],
    [156, 1, type],
    [157, 100, linkName],
    [257, 8, magic],
    [345, 155, prefix],
  ];
  for (const [at, width, value] of fields) {
    const bytes = Buffer.from(typeof value === 'number' ? `${value.toString(8).padStart(width - 1, '0')}\0` : value);
    if (bytes.length > width) throw new Error(`${String(value)} is longer than its field`);
    header.set(bytes, at);
  }
  header.write(' '.repeat(8), 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(checksum ?? `${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** Bytes up to the end of their last block. */
function padded(body: Buffer): Buffer {
  return Buffer.concat([body, Buffer.alloc(-body.length & (block - 1))]);
}

/** A tar of entries, with two empty blocks or another end. */
export function tarOf(entries: readonly (RawEntry | Buffer)[], end: Buffer = Buffer.alloc(2 * block)): Buffer {
  return Buffer.concat([...entries.map((entry) => (Buffer.isBuffer(entry) ? entry : tarEntry(entry))), end]);
}

/** One record of an extended header, with its own length in front. */
export function paxRecord(key: string, value: string | Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** An extended header with these records. */
export function paxHeader(records: Readonly<Record<string, string | Buffer>>, type = 'x'): Buffer {
  return tarEntry({
    name: 'PaxHeaders/x',
    type,
    body: Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, value))),
  });
}

/** GNU tar's header for a long name. */
export function longName(name: string | Buffer): Buffer {
  return tarEntry({ name: '././@LongLink', type: 'L', magic: 'ustar  \0', body: Buffer.concat([Buffer.from(name), Buffer.alloc(1)]) });
}

/** A compressed tar. */
export function tgzOf(entries: readonly (RawEntry | Buffer)[]): Buffer {
  return gzipSync(tarOf(entries));
}
