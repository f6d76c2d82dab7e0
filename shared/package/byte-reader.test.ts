import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { chunksOf, never, readerOf } from '../../test/support/read-tar.ts';
import { ByteReader } from './byte-reader.ts';

const bytes = Buffer.from('0123456789');

describe('ByteReader', () => {
  it.each([1, 3, 10, 99])('reads by lengths whatever the chunks, of %d bytes here', async (chunk) => {
    const reader = readerOf(bytes, chunk);
    expect(String(await reader.peek(4))).toBe('0123');
    expect(String(await reader.take(2))).toBe('01');
    expect(reader.position).toBe(2);
    expect(String(await reader.take(5))).toBe('23456');
    expect(String(await reader.take(99))).toBe('789');
    expect(reader.position).toBe(10);
    expect(await reader.some(5)).toHaveLength(0);
  });

  it('gives what is there, and no more than asked for', async () => {
    const reader = readerOf(bytes, 4);
    expect(String(await reader.some(3))).toBe('012');
    expect(String(await reader.some(3))).toBe('3');
    expect(String(await reader.some(99))).toBe('4567');
  });

  it('gives the rest without what was taken', async () => {
    const reader = readerOf(bytes, 4);
    await reader.take(3);
    const rest: string[] = [];
    for await (const chunk of reader.rest()) rest.push(String(chunk));
    expect(rest.join('')).toBe('3456789');
  });

  it('passes over empty chunks', async () => {
    async function* chunks() {
      for (const text of ['', 'a', '', '', 'b', '']) yield Promise.resolve(Buffer.from(text));
    }
    expect(String(await new ByteReader(chunks(), never).take(9))).toBe('ab');
  });

  it('stops when the signal fires', async () => {
    const stop = new AbortController();
    const reader = readerOf(bytes, 4, stop.signal);
    await reader.take(2);
    stop.abort();
    expect(await errorOf(() => reader.take(9))).toMatchObject({ code: 'interrupted' });
  });

  it('ends what it reads from', async () => {
    let isClosed = false;
    async function* chunks() {
      try {
        yield* chunksOf(bytes, 1);
      } finally {
        isClosed = true;
      }
    }
    const reader = new ByteReader(chunks(), never);
    await reader.take(1);
    await reader.close();
    expect(isClosed).toBe(true);
  });
});
