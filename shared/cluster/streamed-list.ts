import { JSONParser } from '@streamparser/json';
import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TooLargeError } from '../connection/connection-error.ts';
import type { Mapping } from './fields.ts';

/**
 * Reads the list in an answer while it arrives, and keeps of each item only what `take` gives back. A large one is never in memory at once, and
 * what else the process does has its turn between two pieces. Undefined for what is no JSON; throws a TooLargeError beyond `limit` bytes.
 */
export async function streamedList(
  response: IncomingMessage,
  limit: number,
  take: (item: unknown) => unknown,
): Promise<Mapping | undefined> {
  const list: Record<string, unknown> = {};
  const items: unknown[] = [];
  const parser = new JSONParser({ paths: ['$.items.*', '$.*'], keepStack: false });
  parser.onValue = ({ value, key, parent, stack }) => {
    if (stack.length === 1) return void (list[String(key)] = value);
    if (!Array.isArray(parent)) return undefined;
    items.push(take(value));
    // The parser hands over the whole list in the end, too.
    parent[Number(key)] = null;
    return undefined;
  };
  if (!(await isParsed(parser, unpacked(response), limit))) return undefined;
  return Array.isArray(list['items']) ? { ...list, items } : list;
}

/** False where it was no JSON. What comes after the fault is read all the same: the connection is used again. */
async function isParsed(parser: JSONParser, bytes: Readable, limit: number): Promise<boolean> {
  let size = 0;
  let isWell = true;
  for await (const chunk of bytes) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a response without an encoding yields buffers');
    size += chunk.length;
    if (size > limit) throw new TooLargeError(`more than ${limit} bytes`);
    isWell = isWell && isTaken(parser, chunk);
  }
  return isWell && parser.isEnded;
}

/** The errors of the parser are as many as the ways to be no JSON. */
function isTaken(parser: JSONParser, chunk: Buffer): boolean {
  try {
    parser.write(chunk);
    return true;
  } catch {
    return false;
  }
}

function unpacked(response: IncomingMessage): Readable {
  // What breaks off ends the other too, and is told there.
  return response.headers['content-encoding'] === 'gzip' ? pipeline(response, createGunzip(), () => {}) : response;
}
