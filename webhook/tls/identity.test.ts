import { expect, it } from 'vitest';
import type { Trust } from './authority.ts';
import type { KeyPair, Leaf } from './certificates.ts';
import { Identity } from './identity.ts';

const trust = (certificate: string, old?: string): Trust => ({
  current: { certificate, key: '' },
  isUnwanted: false,
  ...(old !== undefined && { old }),
});

function leafOf(certificate: string): Leaf {
  return { certificate: `leaf of ${certificate}`, key: '', from: 0, until: 1 };
}

/** An identity by `old`, whose minting a test can hold, and what it put to use. */
function identityBy(kept: () => Promise<Trust>) {
  const used: string[] = [];
  const events: string[] = [];
  const gate = { wait: Promise.resolve() };
  const mint = async ({ certificate }: KeyPair): Promise<Leaf> => {
    if (certificate === 'old') await gate.wait;
    return leafOf(certificate);
  };
  const use = ({ certificate }: Leaf) => void used.push(certificate);
  return {
    identity: new Identity({ trust: trust('old'), leaf: leafOf('old') }, { kept, mint, use, log: (event) => void events.push(event) }),
    used,
    events,
    gate,
  };
}

it('takes over what is kept, once for all who ask, with a leaf of it', async () => {
  const { identity, used, events } = identityBy(async () => trust('new'));
  const { changed } = identity;
  await Promise.all([identity.reread(), identity.reread()]);
  expect(changed.aborted).toBe(true);
  await identity.reread();
  expect(identity.changed.aborted).toBe(false);
  expect({ bundle: identity.bundle, used, events }).toEqual({ bundle: 'new', used: ['leaf of new'], events: ['authority.replaced'] });
});

it('stays as it is where nothing else is kept, or nothing can be read', async () => {
  const same = identityBy(async () => trust('old'));
  await same.identity.reread();
  const broken = identityBy(() => Promise.reject(new Error('down')));
  await broken.identity.reread();
  expect([same, broken].map(({ identity }) => [identity.bundle, identity.changed.aborted])).toEqual([
    ['old', false],
    ['old', false],
  ]);
  expect([same.used, same.events, broken.used, broken.events]).toEqual([[], [], [], ['authority.failed']]);
});

it('never puts a leaf to use of an authority that was replaced meanwhile', async () => {
  const { identity, gate } = identityBy(async () => trust('new'));
  const held = Promise.withResolvers<void>();
  gate.wait = held.promise;
  const renewed = identity.renew();
  await identity.reread();
  held.resolve();
  await renewed;
  expect(identity.leaf.certificate).toBe('leaf of new');
});

it('needs no new leaf where only others are to be trusted beside its own', async () => {
  const { identity, used } = identityBy(async () => trust('old', 'older'));
  const { changed } = identity;
  await identity.reread();
  expect({ bundle: identity.bundle, used, told: changed.aborted }).toEqual({ bundle: 'old\nolder', used: [], told: true });
});
