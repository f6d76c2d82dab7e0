import { join } from 'node:path';
import { expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { openPackages } from '../package/open-packages.ts';
import { openTrust } from '../trust/open-trust.ts';
import { startHasherFromSource } from '../trust/start-hasher.ts';
import type { Violet } from '../violet/violet.ts';
import { showPackage } from './show-package.ts';

const packages = join(import.meta.dirname, '../../test/sessions/fixtures/packages');
const unknown = join(packages, 'foreign/topolvm-operator.stable.ALL.v2.3.0.tgz');
const chart = join(packages, 'foreign/podinfo-6.9.0.tgz');

function contextWith(show: Violet['show'] | undefined, signal = new AbortController().signal) {
  const context = actionContext(memoryCluster(), {
    packages: () => Promise.resolve(openPackages()),
    violet: () => Promise.resolve(show === undefined ? undefined : { path: '/violet', show }),
    trust: (wish) => openTrust({ ...wish, now: () => 0, startHasher: startHasherFromSource }),
  });
  return { ...context, signal };
}

const hints = (use: 'auto' | 'never', show?: Violet['show']) =>
  showPackage({ path: unknown, violet: use }, contextWith(show)).then((shown) =>
    shown.unknown?.details.hints?.map((hint) => (typeof hint === 'string' ? hint : hint.id)),
  );

it('says what to do about an unknown layout only where that would help', async () => {
  expect(await hints('auto')).toEqual(['show.unknown.hint']);
  expect(await hints('never', () => Promise.resolve(undefined))).toEqual(['show.unknown.never']);
  expect(await hints('auto', () => Promise.resolve(undefined))).toEqual([]);
});

it('does without a violet that cannot be started, or does not answer', async () => {
  for (const error of [Object.assign(new Error('spawn /violet ENOENT'), { code: 'ENOENT' }), new DOMException('late', 'AbortError')]) {
    const context = contextWith(() => Promise.reject(error));
    expect((await showPackage({ path: chart, violet: 'always' }, context)).info).toMatchObject({ source: 'chart', name: 'podinfo' });
  }
});

it('stops with violet where the signal fires', async () => {
  const controller = new AbortController();
  const show = () => {
    controller.abort();
    return Promise.reject(new DOMException('stopped', 'AbortError'));
  };
  await expect(showPackage({ path: chart, violet: 'always' }, contextWith(show, controller.signal))).rejects.toThrow('stopped');
});
