import { expect, it } from 'vitest';
import { neededModes, supportedModes } from './targets.ts';

it.each([
  ['all namespaces', [], ['AllNamespaces']],
  ['its own', ['harbor'], ['OwnNamespace']],
  ['one other', ['a'], ['SingleNamespace']],
  ['several others', ['a', 'b'], ['MultiNamespace']],
  ['several with its own', ['a', 'harbor'], ['MultiNamespace', 'OwnNamespace']],
])('an operator that watches %s needs the modes for it', (_, targets, modes) => {
  expect(neededModes(targets, 'harbor')).toEqual(modes);
});

it('an operator supports the modes that say so', () => {
  const modes = [
    { type: 'OwnNamespace', supported: false },
    { type: 'AllNamespaces', supported: true },
  ] as const;
  expect(supportedModes(modes)).toEqual(['AllNamespaces']);
});
