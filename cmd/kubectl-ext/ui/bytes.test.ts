import { expect, it } from 'vitest';
import { bytesText } from './bytes.ts';

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1_048_576, '1.0 MiB'],
  [12_897_485, '12.3 MiB'],
  [2_147_483_648, '2.0 GiB'],
  [1_125_899_906_842_624, '1024.0 TiB'],
])('%d bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));
