import { isUtf8 } from 'node:buffer';

/** What a number of an extended header looks like: times may be negative and have fractions. */
const numeric: Readonly<Record<string, RegExp>> = {
  size: /^\d{1,16}$/,
  uid: /^\d{1,16}$/,
  gid: /^\d{1,16}$/,
  mtime: /^-?\d{1,16}(?:\.\d{0,32})?$/,
  atime: /^-?\d{1,16}(?:\.\d{0,32})?$/,
  ctime: /^-?\d{1,16}(?:\.\d{0,32})?$/,
};

/** One `<length> <key>=<value>\n` of an extended header. */
export interface PaxRecord {
  readonly key: string;
  readonly value: Buffer;
}

/**
 * Reads an extended header; undefined where a record is not as the format wants. Own code, because npm's `Pax` goes by lines and leaves out, without a word,
 * whatever has a wrong length, a wrong number or a line end inside: an entry then has another name or size than elsewhere.
 */
export function paxRecordsIn(body: Buffer): PaxRecord[] | undefined {
  const records: PaxRecord[] = [];
  for (let at = 0; at < body.length;) {
    const record = recordAt(body, at);
    if (record === undefined) return undefined;
    records.push(record);
    at += record.length;
  }
  return records;
}

/** Whether all readers take these records for the same: each key once, names in UTF-8, numbers that are numbers. */
export function areUnambiguous(records: readonly PaxRecord[]): boolean {
  return new Set(records.map(({ key }) => key)).size === records.length && records.every(isLawful);
}

function recordAt(body: Buffer, at: number): (PaxRecord & { readonly length: number }) | undefined {
  const [prefix = '', digits] = /^([1-9]\d{0,5}) /.exec(body.toString('latin1', at, at + 7)) ?? [];
  const length = Number(digits);
  const record = body.subarray(at, at + length);
  const sign = record.indexOf('=');
  const isWhole = digits !== undefined && record.length === length && record.at(-1) === 0x0a;
  if (!isWhole || sign <= prefix.length) return undefined;
  return { key: record.toString('utf8', prefix.length, sign), value: record.subarray(sign + 1, -1), length };
}

function isLawful({ key, value }: PaxRecord): boolean {
  if (key === 'path' || key === 'linkpath') return value.length > 0 && isUtf8(value) && !value.includes(0);
  return numeric[key]?.test(value.toString('latin1')) ?? true;
}
