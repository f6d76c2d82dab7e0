import { expect, it } from 'vitest';
import { aPackage } from '../../test/support/builders.ts';
import { trimPackage } from './trim.ts';

it('of a package what rules ask for is kept, and nothing large', () => {
  const [channel, ...rest] = aPackage({ channels: { stable: ['2.0.0', '1.0.0'] } }).status.channels;
  const large = {
    ...aPackage(),
    status: { ...aPackage().status, channels: [{ ...channel, description: 'x'.repeat(1000) }, ...rest] },
  } as ReturnType<typeof aPackage>;
  const { status } = trimPackage(large);
  expect(status.channels).toEqual([
    {
      name: 'stable',
      currentCSV: 'harbor-ce-operator.v2.0.0',
      currentCSVDesc: { annotations: { 'provider-type': 'platform' }, installModes: channel?.currentCSVDesc?.installModes },
      entries: [
        { name: 'harbor-ce-operator.v2.0.0', version: '2.0.0' },
        { name: 'harbor-ce-operator.v1.0.0', version: '1.0.0' },
      ],
    },
  ]);
});
