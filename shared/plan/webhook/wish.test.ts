import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../model/workload.ts';
import { own, usualWish } from './manifest.ts';
import { imageIn, roleIn, wishOf } from './wish.ts';

/** A Deployment of the webhook that stands. */
function standing(image: string, { replicas = 2, pullSecret }: { replicas?: number; pullSecret?: string } = {}): Deployment {
  const imagePullSecrets = pullSecret === undefined ? {} : { imagePullSecrets: [{ name: pullSecret }] };
  const containers = [{ name: 'webhook', image, args: ['--role=workload'] }];
  return {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: own() },
    spec: { replicas, template: { spec: { containers, ...imagePullSecrets } } },
  };
}

describe('wishOf', () => {
  it('is the usual one where nothing stands and nothing else is said', () => {
    expect(wishOf({ role: 'global' }, undefined)).toEqual(usualWish);
  });

  it('keeps what stands', () => {
    expect(wishOf({ role: 'workload' }, standing('mine/ext:v1', { replicas: 3, pullSecret: 'mine' }))).toEqual({
      ...{ role: 'workload', image: 'mine/ext:v1', replicas: 3, tls: 'own', pullSecret: 'mine' },
    });
  });

  it.each([['--tls-dir=/etc/tls'], ['--tls-dir', '/etc/tls']])('keeps a certificate that somebody else has issued: %s', (...args) => {
    const deployment = standing('mine/ext:v1');
    const [container] = deployment.spec?.template?.spec?.containers ?? [];
    container?.args?.push(...args);
    expect(wishOf({ role: 'workload' }, deployment).tls).toBe('secret');
  });

  it('is what was asked for', () => {
    const asked = { role: 'workload', image: 'other/ext:v2', replicas: 1, pullSecret: 'other' } as const;
    expect(wishOf(asked, standing('mine/ext:v1', { replicas: 3, pullSecret: 'mine' }))).toEqual({ ...asked, tls: 'own' });
  });

  it.each([
    ['kubectl-ext-webhook:v0.0.1', usualWish.image],
    ['kubectl-ext-webhook', usualWish.image],
    ['kubectl-ext-webhook@sha256:abc', usualWish.image],
    ['localhost:5000/kubectl-ext-webhook:v0.0.1', 'localhost:5000/kubectl-ext-webhook:v0.0.1'],
    ['localhost:5000/kubectl-ext-webhook', 'localhost:5000/kubectl-ext-webhook'],
  ])('of %s makes %s: the usual image becomes that of this version', (image, expected) => {
    expect(wishOf({ role: 'global' }, standing(image)).image).toBe(expected);
  });

  it('starts again what was scaled to none', () => {
    expect(wishOf({ role: 'global' }, standing('mine/ext:v1', { replicas: 0 })).replicas).toBe(usualWish.replicas);
  });
});

it('a Deployment tells its image and its role', () => {
  expect([imageIn(standing('a')), roleIn(standing('a'))]).toEqual(['a', 'workload']);
  expect([imageIn(undefined), roleIn(undefined)]).toEqual([undefined, undefined]);
});
