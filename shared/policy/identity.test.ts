import { expect, it } from 'vitest';
import { identityIn, policyIdentity } from './identity.ts';

it('is the same every time, and is read as it was written', () => {
  const own = policyIdentity();
  expect(own).toEqual({ policyVersion: expect.stringMatching(/^\d+$/), hash: expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(policyIdentity()).toEqual(own);
  expect(identityIn(JSON.stringify(own))).toEqual(own);
});

it.each([undefined, '', '{}', 'null', '[]', '{"policyVersion":1,"hash":"x"}', 'no json'])('is not read from %s', (text) => {
  expect(identityIn(text)).toBeUndefined();
});
