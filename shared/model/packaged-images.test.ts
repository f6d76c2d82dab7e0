import { describe, expect, it } from 'vitest';
import type { Digest } from './digest.ts';
import type { PackagedBlob, PackagedImage } from './package-content.ts';
import { blobsMissingFrom, packageSummary } from './packaged-images.ts';

const digest = (digit: string): Digest => `sha256:${digit.repeat(64)}`;
const blob = (digit: string, size: number): PackagedBlob => ({ digest: digest(digit), size });
const about = { image: null, platform: null, digest: null };
const image = (blobs: readonly PackagedBlob[]): PackagedImage => ({ ...about, blobs });

describe('sizes of images', () => {
  const images = [image([blob('a', 1), blob('b', 10)]), image([blob('b', 10), blob('c', 100), blob('c', 100)]), image([])];

  it('say how much of an image others hold too, and count nothing twice', () => {
    expect(packageSummary(images)).toEqual({
      images: [
        { ...about, size: 11, shared: 10 },
        { ...about, size: 110, shared: 10 },
        { ...about, size: 0, shared: 0 },
      ],
      totals: { images: 3, blobs: 3, uniqueBytes: 111 },
    });
  });

  it('share nothing of which nobody knows the digest', () => {
    const nameless = [image([{ digest: null, size: 5 }]), image([{ digest: null, size: 5 }])];
    expect(packageSummary(nameless)).toEqual({
      images: [
        { ...about, size: 5, shared: 0 },
        { ...about, size: 5, shared: 0 },
      ],
      totals: { images: 2, blobs: 2, uniqueBytes: 10 },
    });
  });

  it('say what others lack', () => {
    expect(blobsMissingFrom(images.slice(0, 1), images)).toEqual({ blobs: 1, bytes: 100 });
    expect(blobsMissingFrom(images, images)).toEqual({ blobs: 0, bytes: 0 });
    const nameless = [image([{ digest: null, size: 5 }])];
    expect(blobsMissingFrom(nameless, nameless)).toEqual({ blobs: 1, bytes: 5 });
  });
});
