import { expect, it } from 'vitest';
import { printable } from './printable.ts';

it.each([
  ['redis-operator.tgz', 'redis-operator.tgz'],
  ['Оператор 日本 é 🚀', 'Оператор 日本 é 🚀'],
  ['a\nVerified successfully', String.raw`a\u000aVerified successfully`],
  ['\u001b[2J\u009b', String.raw`\u001b[2J\u009b`],
  ['gpj.\u202eexe', String.raw`gpj.\u202eexe`],
])('%j is shown as %s', (text, shown) => expect(printable(text)).toBe(shown));
