import { expect, it } from 'vitest';
import { createAuthority } from '../../../test/support/api-server/authority.ts';
import { vouchesFor } from './vouches-for.ts';

it('an authority vouches for what it has issued, for what is below that, and for itself', async () => {
  const [authority, twin] = [await createAuthority(), await createAuthority()];
  const below = await authority.delegate('below');
  const [leaf, deep] = [await authority.issue({}), await below.issue({})];
  const chain = `${deep.cert}\n${below.cert}`;
  expect([leaf.cert, chain, authority.cert].map((each) => vouchesFor(`a note\n${twin.cert}\n${authority.cert}`, each))).toEqual([
    true,
    true,
    true,
  ]);
  expect([vouchesFor(below.cert, chain), vouchesFor(below.cert, deep.cert)]).toEqual([true, true]);
  expect([leaf.cert, chain].map((each) => vouchesFor(twin.cert, each))).toEqual([false, false]);
  expect([vouchesFor(authority.cert, deep.cert), vouchesFor('', leaf.cert), vouchesFor(authority.cert, '')]).toEqual([false, false, false]);
  const broken = leaf.cert.replace(/\n.{8}/, '\nAAAAAAAA');
  expect([vouchesFor(authority.cert, broken), vouchesFor(`${broken}\n${authority.cert}`, leaf.cert)]).toEqual([false, true]);
});
