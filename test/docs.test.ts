import { expect, it } from 'vitest';
import { makePages, readPages } from '../scripts/docs/pages.ts';

it('the pages of rules and commands are what `npm run docs` would write', () => {
  expect(Object.fromEntries(readPages())).toEqual(Object.fromEntries(makePages()));
});
