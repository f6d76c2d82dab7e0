import { isUtf8 } from 'node:buffer';
import { Rejection } from './rejection.ts';

/** How large a document may be in ways that bytes alone do not tell. */
export interface JsonLimits {
  /** Objects and lists within each other. */
  readonly depth: number;
  /** Members of objects and items of lists, all together. */
  readonly values: number;
  /** Characters of one number. */
  readonly number: number;
}

/** Parses JSON that anybody may have sent. What would cost more than its bytes are worth is found before it is parsed; throws Rejections. */
export function parseJson(bytes: Buffer, limits: JsonLimits): unknown {
  if (bytes.length === 0) throw new Rejection(400, 'body-empty');
  if (!isUtf8(bytes)) throw new Rejection(400, 'body-not-utf8');
  measure(bytes, limits);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Rejection(400, 'body-not-json');
  }
}

const quote = 0x22;
const backslash = 0x5c;
const deeper = perByte({ '[': 1, '{': 1, ']': -1, '}': -1 });
const further = perByte({ '[': 1, '{': 1, ',': 1, ':': 1 });
const digit = perByte({ 0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1 });

/** What each byte counts for; nothing where it is not named. */
function perByte(counts: Readonly<Record<string, number>>): Int8Array {
  const table = new Int8Array(256);
  for (const [character, count] of Object.entries(counts)) table[character.charCodeAt(0)] = count;
  return table;
}

/** Counts without understanding: what is no JSON at all is for the parser to say. */
function measure(bytes: Buffer, limits: JsonLimits): void {
  let depth = 0;
  let values = 0;
  let number = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    depth += deeper[byte] ?? 0;
    values += further[byte] ?? 0;
    number = digit[byte] === 1 ? number + 1 : 0;
    if (depth > limits.depth) throw new Rejection(400, 'body-too-deep');
    if (values > limits.values) throw new Rejection(400, 'body-too-many-values');
    if (number > limits.number) throw new Rejection(400, 'body-number-too-long');
    if (byte === quote) at = endOfString(bytes, at);
  }
}

/** The place of the quote that ends a string, or the end of the document. */
function endOfString(bytes: Buffer, start: number): number {
  let end = bytes.indexOf(quote, start + 1);
  while (end !== -1 && isEscaped(bytes, end)) end = bytes.indexOf(quote, end + 1);
  return end === -1 ? bytes.length : end;
}

function isEscaped(bytes: Buffer, at: number): boolean {
  let first = at;
  while (bytes[first - 1] === backslash) first -= 1;
  return (at - first) % 2 === 1;
}
