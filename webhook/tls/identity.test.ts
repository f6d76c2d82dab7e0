import { expect, it } from 'vitest';
import type { KeyPair, Leaf } from './certificates.ts';
import { Identity } from './identity.ts';

const pair = (certificate: string): KeyPair => ({ certificate, key: '' });

/** An identity by `old`, whose minting a test can hold, and what it put to use. */
function identityBy(kept: () => Promise<KeyPair>) {
  const used: string[] = [];
  const events: string[] = [];
  const gate = { wait: Promise.resolve() };
  const mint = async ({ certificate }: KeyPair): Promise<Leaf> => {
    const leaf = { certificate: `leaf of ${certificate}`, key: '', from: 0, until: 1 };
    if (certificate === 'old') await gate.wait;
    return leaf;
  };
  const use = ({ certificate }: Leaf) => void used.push(certificate);
  return { identity: new Identity(pair('old'), { kept, mint, use, log: (event) => void events.push(event) }), used, events, gate };
}

it('takes over what is kept, once for all who ask, with a leaf of it', async () => {
  const { identity, used, events } = identityBy(async () => pair('new'));
  expect(await Promise.all([identity.reread(), identity.reread()])).toEqual(['new', 'new']);
  expect(await identity.reread()).toBe('new');
  expect({ bundle: identity.bundle, used, events }).toEqual({ bundle: 'new', used: ['leaf of new'], events: ['authority.replaced'] });
});

it('stays as it is where nothing else is kept, or nothing can be read', async () => {
  const same = identityBy(async () => pair('old'));
  expect(await same.identity.reread()).toBe('old');
  const broken = identityBy(() => Promise.reject(new Error('down')));
  expect(await broken.identity.reread()).toBe('old');
  expect([same.used, same.events, broken.used, broken.events]).toEqual([[], [], [], ['authority.failed']]);
});

it('never hands out a leaf of an authority that was replaced meanwhile', async () => {
  const { identity, gate } = identityBy(async () => pair('new'));
  const held = Promise.withResolvers<void>();
  gate.wait = held.promise;
  const leaf = identity.mint();
  await identity.reread();
  held.resolve();
  expect((await leaf).certificate).toBe('leaf of new');
});
