import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { hexOf } from '../model/digest.ts';
import { MisshapenError } from '../model/document.ts';
import { metadataIn, type PackageMetadata } from '../model/package-metadata.ts';
import { checked } from './checked-content.ts';
import type { PackageToWrite } from './package-writer.ts';
import { largestMetadata, readYaml } from './read-yaml.ts';
import { StoredGzip, storedSize } from './stored-gzip.ts';
import { archiveSize, endOfArchive, fileHeader, padding } from './write-header.ts';
import { metadataYaml } from './write-yaml.ts';

const layout = Buffer.from('{"imageLayoutVersion":"1.0.0"}');

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly open: () => AsyncIterable<Buffer> | Iterable<Buffer>;
}

/** How many bytes a package has. Throws `unmet` where no reader would take its metadata. */
export function packageSize(content: PackageToWrite): number {
  return storedSize(archiveSize(entriesOf(content)));
}

/** Writes the bytes of a package in order. Throws `corrupt` for a blob that is not what its digest says, and whatever `write` throws. */
export async function writePackage(content: PackageToWrite, write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  const gzip = new StoredGzip(write);
  for (const { path, size, open } of entriesOf(content)) {
    await gzip.write(fileHeader(path, size));
    for await (const chunk of open()) await gzip.write(chunk);
    await gzip.write(padding(size));
  }
  await gzip.write(endOfArchive());
  await gzip.end();
}

function entriesOf({ metadata, index, blobs }: PackageToWrite): Entry[] {
  return [
    inMemory('metadata.yaml', readable(metadata)),
    inMemory('index.json', index),
    inMemory('oci-layout', layout),
    ...blobs.map((blob) => ({
      path: `blobs/sha256/${hexOf(blob.descriptor.digest)}`,
      size: blob.descriptor.size,
      open: () => checked(blob),
    })),
  ];
}

/** What an artifact says of itself need not be what a package may say. */
function readable(metadata: PackageMetadata): Buffer {
  const bytes = metadataYaml(metadata);
  if (bytes.length <= largestMetadata) {
    try {
      metadataIn(readYaml(bytes));
      return bytes;
    } catch (error) {
      if (error instanceof MisshapenError) throw new ExtError('unmet', message('create.unreadable'), { because: error.sentence });
      throw error;
    }
  }
  throw new ExtError('unmet', message('create.too-large', { what: 'metadata.yaml', size: bytes.length, limit: largestMetadata }));
}

function inMemory(path: string, bytes: Buffer): Entry {
  return { path, size: bytes.length, open: () => [bytes] };
}
