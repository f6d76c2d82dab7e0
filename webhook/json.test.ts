import { describe, expect, it } from 'vitest';
import { parseJson } from './json.ts';
import { Rejection } from './rejection.ts';

const limits = { depth: 4, values: 20, number: 10 };
const parse = (text: string | Buffer) => parseJson(Buffer.from(text), limits);

function classOf(text: string | Buffer): string {
  try {
    parse(text);
    return 'parsed';
  } catch (error) {
    return error instanceof Rejection ? `${error.status} ${error.class}` : String(error);
  }
}

describe('parseJson', () => {
  it.each([
    ['an object', '{"a":[1,{"b":"c"}]}'],
    ['brackets inside a string', '{"a":"[[[[[[[[{{{{{{"}'],
    ['a quote and a backslash inside a string', String.raw`{"a":"\\\"[[[[[[","b":"\\"}`],
    ['a digit string as long as you like', `"${'1'.repeat(50)}"`],
  ])('reads %s', (_what, text) => expect(parse(text)).toEqual(JSON.parse(text)));

  it.each([
    ['nothing', '', '400 body-empty'],
    ['half of it', '{"a":', '400 body-not-json'],
    ['a string without an end', '{"a', '400 body-not-json'],
    ['two documents', '{}{}', '400 body-not-json'],
    ['bytes that are no text', Buffer.from([0x22, 0xff, 0x22]), '400 body-not-utf8'],
    ['too deep lists', '['.repeat(5), '400 body-too-deep'],
    ['too deep objects', '{"a":'.repeat(5), '400 body-too-deep'],
    ['too many items', `[${'1,'.repeat(20)}1]`, '400 body-too-many-values'],
    ['too many empty lists', `[${'[],'.repeat(10)}[]]`, '400 body-too-many-values'],
    ['too long a number', '11111111111', '400 body-number-too-long'],
  ])('refuses %s', (_what, text, why) => expect(classOf(text)).toBe(why));

  it('makes no prototype of a key that is called like one', () => {
    const parsed = parse('{"__proto__":{"a":1},"constructor":2}') as object;
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(Object.keys(parsed)).toEqual(['__proto__', 'constructor']);
  });
});
