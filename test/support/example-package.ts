import { type Descriptor, mediaTypes, refName } from '../../shared/model/oci.ts';
import type { PackageToWrite } from '../../shared/package/package-writer.ts';
import { endOfArchive, fileHeader, padding } from '../../shared/package/write-header.ts';
import { addBlob, type Blobs } from './image-folder.ts';

const name = 'example.com/charts/hello:1.0.0';
const blobs: Blobs = new Map();
const file = Buffer.from('apiVersion: v2\nname: hello\nversion: 1.0.0\n');
const chart = storedGzip(Buffer.concat([fileHeader('hello/Chart.yaml', file.length), file, padding(file.length), endOfArchive()]));
const config = addBlob(blobs, '{"name":"hello","version":"1.0.0","apiVersion":"v2"}', mediaTypes.helmConfig);
const layer = addBlob(blobs, chart, mediaTypes.helmChart);
const manifest = addBlob(blobs, { schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers: [layer] }, mediaTypes.manifest);

/** The package that docs/package-format.md shows: a chart of one file. Each of its bytes is a constant. */
export const examplePackage: PackageToWrite = {
  metadata: {
    ...{ apiVersion: 'ext.cpaas.io/v1', kind: 'Package', name: 'hello', displayName: 'hello', type: 'chart', version: '1.0.0' },
    ...{ architectures: [], artifact: { image: name, digest: manifest.digest }, relatedImages: [], imagesIncluded: true },
    chart: { name: 'hello', version: '1.0.0', digest: layer.digest },
  },
  index: Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests: [{ ...manifest, annotations: { [refName]: name } }] }),
  ),
  blobs: [manifest, config, layer].map((descriptor) => ({ descriptor, open: () => contentOf(descriptor) })),
};

async function* contentOf({ digest }: Descriptor): AsyncGenerator<Buffer, void> {
  yield blobs.get(digest) ?? Buffer.alloc(0);
}

/** A gzip of one stored block, written down anew, so that the example does not rest on the code it is an example of. */
function storedGzip(content: Buffer): Buffer {
  const length = Buffer.from([content.length & 255, content.length >> 8, ~content.length & 255, (~content.length >> 8) & 255]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crcOf(content), 0);
  trailer.writeUInt32LE(content.length, 4);
  return Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1]), length, content, trailer]);
}

/** CRC-32, bit by bit. */
function crcOf(content: Buffer): number {
  let crc = 0xff_ff_ff_ff;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xed_b8_83_20 : 0);
  }
  return ~crc >>> 0;
}
