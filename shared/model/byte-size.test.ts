import { expect, it } from 'vitest';
import { byteText } from './byte-size.ts';

it.each([
  [0, '0 B'],
  [1, '1 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [89_443_532, '85.3 MiB'],
  [2 ** 30, '1.0 GiB'],
  [2 ** 52, '4096.0 TiB'],
])('%i bytes are %s', (bytes, text) => expect(byteText(bytes)).toBe(text));
