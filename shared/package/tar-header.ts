import { isUtf8 } from 'node:buffer';
import { message } from '../messages/message.ts';
import { corrupt } from './corrupt.ts';

/** The unit of a tar, in bytes. */
export const blockSize = 512;

const zeros = Buffer.alloc(blockSize);

/** One header as it stands, before extended headers change it. */
export interface TarHeader {
  /** Of the block, in bytes from the begin of the tar. */
  readonly at: number;
  readonly name: string;
  /** The type flag: `0` for a file, also where old tars leave it out. */
  readonly type: string;
  /** Of the body, in bytes. */
  readonly size: number;
}

/** What is being read, and how strictly: a layer of an image may hold whatever the file system of its builder held. */
export interface TarPlace {
  /** For errors. */
  readonly file: string;
  readonly isLayer: boolean;
}

/** Whether a block can be the first of a tar; what is neither marked nor summed up as one is something else. */
export function isTarHeader(block: Buffer): boolean {
  if (block.length < blockSize || isZero(block)) return false;
  return block.toString('latin1', 257, 262) === 'ustar' || checksumOf(block) === octal(field(block, 148, 8));
}

/** Whether bytes are nothing but zeros. */
export function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += blockSize) {
    const part = bytes.subarray(at, at + blockSize);
    if (!part.equals(zeros.subarray(0, part.length))) return false;
  }
  return true;
}

/**
 * Decodes a header and throws `corrupt` where it is not as one of ustar, pax, GNU or the seventh Unix. Own code, because npm's `Header` takes a number as far as
 * it can be read (`12x4` is 10) and broken UTF-8 for other characters, and behind it nothing is left to judge by.
 */
export function tarHeaderIn(block: Buffer, at: number, { file, isLayer }: TarPlace): TarHeader {
  if (checksumOf(block) !== octal(field(block, 148, 8))) throw corrupt(message('package.header-checksum', { file, at }));
  const format = formatOf(block);
  if (format === undefined && !isLayer) throw corrupt(message('package.header-format', { file, at }));
  if (!isLayer) checkNumbers(block, at, file);
  const name = nameBytes(block, format);
  if (!isLayer && !isUtf8(name)) throw corrupt(message('package.name-encoding', { file, at }));
  const flag = String.fromCharCode(block[156] ?? 0);
  return { at, name: name.toString(), type: flag === '\0' ? oldType(name) : flag, size: sizeIn(block, at, { file, isLayer }) };
}

function sizeIn(block: Buffer, at: number, { file, isLayer }: TarPlace): number {
  const bytes = field(block, 124, 12);
  const size = tarNumber(bytes) ?? (isLayer && isBlank(bytes) ? 0 : undefined);
  if (size === undefined || size < 0) throw corrupt(message('package.header-number', { file, at, field: 'size' }));
  return size;
}

/** Tars that leave the type out mark a folder by a slash. */
function oldType(name: Buffer): string {
  return name.at(-1) === 0x2f ? '5' : '0';
}

/** Nobody here uses them, but a header that is wrong in one place is not trusted in another. */
function checkNumbers(block: Buffer, at: number, file: string): void {
  const numbers = { mode: field(block, 100, 8), uid: field(block, 108, 8), gid: field(block, 116, 8), mtime: field(block, 136, 12) };
  for (const [name, bytes] of Object.entries(numbers)) {
    if (!isBlank(bytes) && tarNumber(bytes) === undefined) throw corrupt(message('package.header-number', { file, at, field: name }));
  }
}

function isBlank(bytes: Buffer): boolean {
  return /^[ \0]*$/.test(bytes.toString('latin1'));
}

function formatOf(block: Buffer): 'ustar' | 'gnu' | 'v7' | undefined {
  const magic = block.toString('latin1', 257, 265);
  if (magic === 'ustar\u000000') return 'ustar';
  if (magic === 'ustar  \0') return 'gnu';
  return magic === '\0'.repeat(8) ? 'v7' : undefined;
}

function nameBytes(block: Buffer, format: ReturnType<typeof formatOf>): Buffer {
  const name = upToZero(field(block, 0, 100));
  if (format !== 'ustar') return name;
  // Joerg Schilling's star keeps times in the last bytes of the prefix.
  const isStar = block.toString('latin1', 508, 512) === 'tar\0';
  const prefix = upToZero(field(block, 345, isStar ? 131 : 155));
  return prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]);
}

/** The number in a field: octal digits, or base 256 as GNU tar writes what octal cannot hold. Undefined for anything else. */
function tarNumber(bytes: Buffer): number | undefined {
  const [first = 0] = bytes;
  if ((first & 0x80) === 0) return octal(bytes);
  const width = bytes.length * 8 - 1;
  const value = Number(BigInt.asIntN(width, BigInt(`0x${bytes.toString('hex')}`)));
  return Number.isSafeInteger(value) ? value : undefined;
}

function octal(bytes: Buffer): number | undefined {
  const [, digits] = /^ *([0-7]+)[ \0]*$/.exec(bytes.toString('latin1')) ?? [];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}

/** The sum of all bytes, with the field of the sum taken as spaces. */
function checksumOf(block: Buffer): number {
  const spaces = 8 * 0x20;
  return sumOf(block) - sumOf(field(block, 148, 8)) + spaces;
}

function sumOf(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum;
}

function field(block: Buffer, start: number, length: number): Buffer {
  return block.subarray(start, start + length);
}

/** A text ends at the first zero. */
export function upToZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}
