import { describe, expect, it } from 'vitest';
import { cacheFolder, remembered } from './cache.ts';

describe('cacheFolder', () => {
  it.each([
    [{ XDG_CACHE_HOME: '/c', HOME: '/h' }, undefined, '/c/kubectl-ext'],
    [{ HOME: '/h' }, undefined, '/h/.cache/kubectl-ext'],
    [{ XDG_CACHE_HOME: '', HOME: '/h' }, undefined, '/h/.cache/kubectl-ext'],
    [{ HOME: '/h' }, '/mine', '/mine'],
    [{}, undefined, undefined],
  ])('%j %s: %s', (env, chosen, expected) => expect(cacheFolder(env, chosen)).toBe(expected));
});

describe('remembered', () => {
  it('does without a folder, and with one that cannot be written', async () => {
    expect(await remembered('key', undefined, 0, async () => 'found')).toBe('found');
    expect(await remembered('key', '/dev/null/nowhere', 0, async () => 'found')).toBe('found');
  });
});
