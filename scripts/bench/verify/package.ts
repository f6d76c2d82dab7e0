import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../../../shared/model/digest.ts';
import { mediaTypes } from '../../../shared/model/oci.ts';
import { addBlob, addImage, type Blobs, writeFolder } from '../../../test/support/image-folder.ts';
import { addOperator, bundleImage } from '../../../test/support/sample-artifacts.ts';
import { run } from '../../run.ts';
import { makeFile } from './material.ts';

/** An image beside those of the operator, with a layer that takes a while to read. */
const largeImage = 'harbor.demo.io/middleware/large:v1';
const layerSize = 512 * 1024 * 1024;

/** Makes a package of an operator and half a gibibyte of images with the program itself, in a folder; returns its path. */
export async function largePackage(program: string, folder: string, signal: AbortSignal): Promise<string> {
  const blobs: Blobs = new Map();
  const images = addOperator(blobs);
  const layerFile = join(folder, 'layer');
  const digest: Digest = `sha256:${await makeFile(layerFile, layerSize, signal)}`;
  const { platform, config } = { platform: { os: 'linux', architecture: 'amd64' }, config: addBlob(blobs, {}, mediaTypes.config) };
  const layers = [{ mediaType: mediaTypes.gzippedLayer, digest, size: layerSize }];
  const large = addBlob(blobs, { schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers }, mediaTypes.manifest);
  const index = addBlob(
    blobs,
    { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [{ ...large, platform }, addOther(blobs)] },
    mediaTypes.index,
  );
  const layout = writeFolder(join(folder, 'layout'), blobs, { ...images, [largeImage]: index });
  renameSync(layerFile, join(layout, 'blobs', 'sha256', digest.slice('sha256:'.length)));
  const file = join(folder, 'package.tgz');
  const args = [
    'package',
    'create',
    'harbor-ce-operator',
    '--artifact',
    bundleImage,
    '--image',
    largeImage,
    '--from',
    layout,
    '--output-file',
    file,
  ];
  const { code, output } = await run(program, args, { signal });
  if (code !== 0) throw new Error(`the package could not be made:\n${output}`);
  return file;
}

function addOther(blobs: Blobs) {
  const platform = { os: 'linux', architecture: 'arm64' };
  return { ...addImage(blobs, { platform, layers: [{ 'bin/large': 'arm64' }] }), platform };
}
