import { type Message, message } from '../messages/message.ts';
import type { Sidecar } from './sidecars.ts';

/** What a checksum file says of one package: its SHA-256 in lower case, or why the file is of no use. */
export type ChecksumReading = { readonly digest: string; readonly fault?: never } | { readonly fault: Message; readonly digest?: never };

/** A line of such a file. */
interface Entry {
  readonly digest: string;
  /** Undefined for a digest that stands alone. */
  readonly name: string | undefined;
}

const bare = /^([0-9a-f]+)[ \t]*$/i;
/** `<digest>  name`, `<digest> *name`; a backslash in front says that the name is escaped. */
const gnu = /^(\\?)([0-9a-f]+)(?: [ *]|[ \t])(.+)$/i;
/** `SHA256 (name) = <digest>` of BSD and GNU, `SHA256(name)= <digest>` and `SHA2-256(name)= <digest>` of openssl. */
const tagged = /^(\\?)SHA(?:2-)?256 ?\((.+)\) ?= ([0-9a-f]+)$/i;

/**
 * Reads what a checksum file says of the package with this name. GNU, BSD and openssl lines or one bare digest; line ends of Windows, a
 * byte order mark and upper case are fine. It has to name this package and may name others, by any path, and none of them is looked for.
 * Every line has to be one of these, and what is said of the package must not contradict itself.
 */
export function readChecksumFile({ file, bytes }: Sidecar, name: string): ChecksumReading {
  const lines = new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .map((line, index) => ({ line, number: index + 1 }));
  const entries: Entry[] = [];
  for (const { line, number } of lines.filter((each) => each.line !== '')) {
    const entry = entryOf(line);
    if (entry === undefined) return { fault: message('trust.checksum.junk', { file, line: number }) };
    if (entry.digest.length !== 64) return { fault: message('trust.checksum.length', { file, line: number }) };
    entries.push(entry);
  }
  if (entries.length === 0) return { fault: message('trust.checksum.empty', { file }) };
  return digestIn(entries, file, name);
}

function digestIn(entries: readonly Entry[], file: string, name: string): ChecksumReading {
  const isBare = entries.some((entry) => entry.name === undefined);
  if (isBare && entries.length > 1) return { fault: message('trust.checksum.not-alone', { file }) };
  const ours = entries.filter((entry) => entry.name === undefined || entry.name === name || basenameOf(entry.name) === name);
  const [digest, ...others] = new Set(ours.map((entry) => entry.digest));
  if (digest === undefined) return { fault: message('trust.checksum.other-file', { file, name }) };
  if (others.length > 0) return { fault: message('trust.checksum.contradiction', { file, name }) };
  return { digest };
}

function entryOf(line: string): Entry | undefined {
  const [, alone] = bare.exec(line) ?? [];
  if (alone !== undefined) return { digest: alone.toLowerCase(), name: undefined };
  const [, escapedTag, taggedName, taggedDigest] = tagged.exec(line) ?? [];
  if (taggedName !== undefined && taggedDigest !== undefined) return named(taggedDigest, taggedName, escapedTag);
  const [, escaped, digest, name] = gnu.exec(line) ?? [];
  return digest === undefined || name === undefined ? undefined : named(digest, name, escaped);
}

function named(digest: string, name: string, escaped: string | undefined): Entry | undefined {
  if (escaped !== '\\') return { digest: digest.toLowerCase(), name };
  if (/\\(?![\\nr])/.test(name.replaceAll('\\\\', ''))) return undefined;
  const plain = name.replace(/\\([\\nr])/g, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? '\\');
  return { digest: digest.toLowerCase(), name: plain };
}

/** The last part of a path, with slashes of either kind: the path may have been written on another system. */
function basenameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
