import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { streamedList } from './streamed-list.ts';

function answering(chunks: readonly Buffer[]): IncomingMessage {
  return Object.assign(Readable.from(chunks, { objectMode: true }), { headers: {} }) as unknown as IncomingMessage;
}

/** Cuts bytes at these places, in the middle of characters too. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length)).filter(({ length }) => length > 0);
}

it('reads what JSON.parse reads, wherever the bytes are cut', async () => {
  const lists = fc.record({ kind: fc.string(), metadata: fc.jsonValue(), items: fc.array(fc.jsonValue()) });
  await fc.assert(
    fc.asyncProperty(lists, fc.array(fc.nat()), fc.boolean(), async (list, places, isWide) => {
      const bytes = Buffer.from(isWide ? JSON.stringify(list, null, 2) : JSON.stringify(list));
      const seen: unknown[] = [];
      const read = await streamedList(answering(cut(bytes, places)), 1e6, (item) => seen.push(item) - 1);
      expect(JSON.stringify({ ...read, items: seen })).toBe(JSON.stringify(JSON.parse(bytes.toString())));
      expect(read?.['items']).toEqual([...list.items.keys()]);
    }),
  );
});

it('reads no more than so many bytes', async () => {
  await expect(streamedList(answering([Buffer.from('{"items":['), Buffer.from('1,2,3]}')]), 15, (item) => item)).rejects.toThrow(
    'more than 15 bytes',
  );
});
