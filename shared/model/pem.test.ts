import { expect, it } from 'vitest';
import { certificateBlocks } from './pem.ts';

it('finds every certificate of a text, whatever stands between them, and nothing else', () => {
  const [one, two] = ['one', 'two'].map((body) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`);
  const key = '-----BEGIN PRIVATE KEY-----\nkey\n-----END PRIVATE KEY-----';
  expect(certificateBlocks(`subject: a\n${one}\r\n${key}\n${two}\n-----BEGIN CERTIFICATE-----\ncut`)).toEqual([one, two]);
  expect(certificateBlocks('')).toEqual([]);
});
