import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Descriptor, type ImageIndex, mediaTypes } from '../../model/oci.ts';
import type { GatheredImage } from './gathered.ts';
import { chosenChildren, commonPlatforms, smallerIndex } from './platforms.ts';

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}` as const;
const child = (name: string, platform?: Descriptor['platform'], annotations?: Descriptor['annotations']): Descriptor => ({
  ...{ mediaType: mediaTypes.manifest, digest: digestOf(name), size: 1 },
  ...(platform === undefined ? {} : { platform }),
  ...(annotations === undefined ? {} : { annotations }),
});
const unknown = { os: 'unknown', architecture: 'unknown' };
const amd64 = child('amd64', { os: 'linux', architecture: 'amd64' });
const arm64 = child('arm64', { os: 'linux', architecture: 'arm64', variant: 'v8' });
const arm = child('arm', { os: 'linux', architecture: 'arm', variant: 'v7' });
const attested = child('attested', unknown, { 'vnd.docker.reference.digest': arm64.digest });
const index: ImageIndex = { schemaVersion: 2, manifests: [amd64, arm64, arm, attested, child('nowhere')] };

describe('chosenChildren', () => {
  it.each([
    [[], index.manifests],
    [['linux/amd64'], [amd64]],
    [['linux/arm64'], [arm64, attested]],
    [['linux/arm'], []],
    [
      ['linux/arm/v7', 'linux/amd64'],
      [amd64, arm],
    ],
    [['windows/amd64', 'unknown/unknown'], []],
  ])('%j', (wanted, children) => expect(chosenChildren(index, wanted)).toEqual(children));
});

describe('smallerIndex', () => {
  it('keeps everything but the children that are left out, in its order, without spaces', () => {
    const original = {
      annotations: { b: '1', a: '2' },
      schemaVersion: 2,
      manifests: [{ ...amd64, 'x-unknown': [1] }, arm64],
      mediaType: mediaTypes.index,
    };
    const bytes = Buffer.from(JSON.stringify(original, null, 3));
    const descriptor = {
      mediaType: mediaTypes.index,
      digest: digestOf(String(bytes)),
      size: bytes.length,
      annotations: { of: 'the whole' },
    };
    const smaller = smallerIndex({ descriptor, bytes }, [amd64]);
    const expected = JSON.stringify({ ...original, manifests: [original.manifests[0]] });
    expect(String(smaller.bytes)).toBe(expected);
    expect(smaller.descriptor).toEqual({ mediaType: mediaTypes.index, digest: digestOf(expected), size: expected.length });
  });
});

describe('commonPlatforms', () => {
  const image = (...platforms: (string | null)[]) =>
    ({ manifests: platforms.map((platform) => ({ platform })) }) as unknown as GatheredImage;

  it.each([
    ['all images', [image('linux/arm64', 'linux/amd64'), image('linux/amd64', 'linux/s390x')], ['linux/amd64']],
    ['any, where they have none in common', [image('linux/arm64'), image('linux/amd64')], ['linux/amd64', 'linux/arm64']],
    ['those that run at all', [image(null), image('linux/amd64', null)], ['linux/amd64']],
    ['none', [image(null)], []],
    ['nothing', [], []],
  ])('are those of %s', (_, images, platforms) => expect(commonPlatforms(images)).toEqual(platforms));
});
