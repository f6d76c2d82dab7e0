import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bundleName,
  coreName,
  type PackageFolder,
  packageFolder,
  samplePackage,
  samplePackageBytes,
} from '../../test/support/package-file.ts';
import { openPackages } from './open-packages.ts';

const { signal } = new AbortController();
const packages = openPackages();
let folder: PackageFolder;

beforeAll(() => {
  folder = packageFolder();
});
afterAll(() => folder.remove());

describe('a package of our own layout', () => {
  it('says what it holds', async () => {
    const file = await folder.open(samplePackageBytes());
    const content = await packages.inspect(file, signal);
    expect(content.layout).toBe('package');
    expect(content.metadata).toMatchObject(samplePackage().metadata);
    expect(content.images.map(({ image, platform }) => [image, platform])).toEqual([
      [bundleName, 'linux/amd64'],
      [coreName, 'linux/amd64'],
      [coreName, 'linux/arm64/v8'],
    ]);
    expect(await packages.check(file, signal)).toEqual(content);
  });
});
