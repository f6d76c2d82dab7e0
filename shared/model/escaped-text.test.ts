import { expect, it } from 'vitest';
import { escapedText } from './escaped-text.ts';

it.each([
  ['blobs/sha256/a', '"blobs/sha256/a"'],
  ['образ', '"образ"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ['a\u001B[2Jb\r\n', '"a\\u001b[2Jb\\r\\n"'],
  ['a\u007F\u009B31m', '"a\\u007f\\u009b31m"'],
  ['a\u202Egnp.exe', '"a\\u202egnp.exe"'],
  ['a\u2028b\u2029', '"a\\u2028b\\u2029"'],
  ['a\u{E0041}', '"a\\udb40\\udc41"'],
  ['a\uD800', '"a\\ud800"'],
  ['x'.repeat(300), `"${'x'.repeat(200)}…"`],
])('escapedText(%j)', (text, shown) => {
  expect(escapedText(text)).toBe(shown);
});
