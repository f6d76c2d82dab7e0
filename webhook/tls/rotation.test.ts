import { describe, expect, it } from 'vitest';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { bundleOf, ensureTrust, type Trust } from './authority.ts';
import { mintAuthority } from './certificates.ts';
import { nextStep, takeStep } from './rotation.ts';

const now = Date.now();
const day = 24 * 3600 * 1000;
const place = { namespace: 'ext-system', secret: 'ext-webhook-ca', life: 300 * day };
const current = await mintAuthority('current', { from: now, life: 300 * day });
const next = await mintAuthority('next', { from: now, life: 300 * day });
const view = { now, publishedFor: 0, settle: 5000, leafLife: 7 * day };
const steady: Trust = { current, isUnwanted: false };

describe('nextStep', () => {
  it.each<[string, Trust, Partial<typeof view>, string | undefined]>([
    ['nothing while the authority is young', steady, {}, undefined],
    ['nothing just before two thirds of its life', steady, { now: now + 199 * day }, undefined],
    ['another one after two thirds of its life', steady, { now: now + 201 * day }, 'introduce'],
    ['another one where somebody asks', { ...steady, isUnwanted: true }, {}, 'introduce'],
    ['nothing before everybody has heard of the next', { ...steady, next }, { publishedFor: 4999 }, undefined],
    ['the next one when everybody has', { ...steady, next }, { publishedFor: 5000 }, 'promote'],
    ['the old one stays while its leaves may live', { ...steady, old: 'x', promotedAt: now - 6 * day }, {}, undefined],
    ['the old one goes after them', { ...steady, old: 'x', promotedAt: now - 7 * day }, {}, 'drop'],
    ['the old one goes where nobody knows since when it is old', { ...steady, old: 'x' }, {}, 'drop'],
  ])('%s', (_what, trust, parts, step) => expect(nextStep(trust, { ...view, ...parts })).toBe(step));
});

it('at no time a leaf is signed by whom the bundle before did not name', async () => {
  const cluster = memoryCluster();
  let trust = await ensureTrust(cluster, place, { now });
  const first = trust.current.certificate;
  const bundles = [bundleOf(trust)];
  for (const step of ['introduce', 'promote', 'drop'] as const) {
    const before = bundleOf(trust);
    trust = await takeStep(cluster, place, { trust, step, now });
    expect(before).toContain(trust.current.certificate);
    bundles.push(bundleOf(trust));
  }
  const second = trust.current.certificate;
  expect(bundles).toEqual([first, `${first}\n${second}`, `${second}\n${first}`, second]);
  expect(second).not.toBe(first);
});
