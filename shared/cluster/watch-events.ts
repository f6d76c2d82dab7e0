import type { KubeObject } from '../model/object.ts';
import { isMapping } from './fields.ts';
import { isObject } from './objects.ts';

/** One line of a watch. The object of a BOOKMARK has nothing but a resourceVersion, that of an ERROR is a Status. */
export interface WatchEvent<T extends KubeObject> {
  readonly type: string;
  readonly object: T;
}

const newline = 0x0a;

/** Splits the bytes of a watch into its events. A last line that the connection cut off is dropped; anything but an event throws a SyntaxError. */
export async function* watchEvents<T extends KubeObject>(chunks: AsyncIterable<Buffer>): AsyncGenerator<WatchEvent<T>> {
  let pending: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      const line = Buffer.concat([...pending, chunk.subarray(start, end)]).toString('utf8');
      pending = [];
      start = end + 1;
      if (line.trim() !== '') yield eventIn(line);
    }
    if (start < chunk.length) pending.push(chunk.subarray(start));
  }
}

function eventIn<T extends KubeObject>(line: string): WatchEvent<T> {
  const event: unknown = JSON.parse(line);
  if (!isMapping(event) || typeof event.type !== 'string') throw new SyntaxError('not a watch event');
  const { type, object } = event;
  if (!isObject<T>(object)) throw new SyntaxError(`a ${type} without an object`);
  return { type, object };
}
