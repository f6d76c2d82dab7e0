import { expect, it } from 'vitest';
import { aProductBase } from '../../test/support/builders.ts';
import { providedBy, providedIn, type ProductBase } from './product-base.ts';

const keda = { name: 'keda', catalog: 'custom', type: 'community' };

it('says of each package whose it is, by its channels, everything once', () => {
  const channel = { catalogSource: 'custom', providerType: 'community' };
  const artifacts = [
    { name: 'keda', channels: [channel, { ...channel }, { ...channel, providerType: 'platform' }] },
    { name: 'silent', channels: [{ catalogSource: 'custom' }] },
    { name: 'empty' },
    { name: 'web-cli', channels: [{ providerType: 'platform' }] },
  ];
  expect(providedBy({ ...aProductBase(), status: { artifacts } })).toEqual([
    keda,
    { ...keda, type: 'platform' },
    { name: 'web-cli', catalog: '', type: 'platform' },
  ]);
});

it.each([{}, { status: {} }])('says nothing where it has no artifacts yet: %j', (parts: Partial<ProductBase>) => {
  expect(providedBy({ ...aProductBase(), status: undefined, ...parts })).toEqual([]);
});

it.each([
  [JSON.stringify({ policyVersion: '1', packages: [keda] }), [keda]],
  [JSON.stringify({ packages: [] }), []],
  [JSON.stringify({ policyVersion: '1' }), undefined],
  [JSON.stringify({ packages: [{ name: 'keda' }] }), undefined],
  [JSON.stringify({ packages: [null] }), undefined],
  [JSON.stringify({ packages: 'keda' }), undefined],
  ['null', undefined],
  ['no json', undefined],
  [undefined, undefined],
])('is read of %s', (text, packages) => expect(providedIn(text)).toEqual(packages));
