import { gzipSync } from 'node:zlib';
import { type Blob, blobEntry, ociMarker, packageEntriesOf, sampleImage, samplePackage } from './package-file.ts';
import { longName, paxHeader, type RawEntry, tarOf } from './tar-builder.ts';

/** Numbers from 0 to below 1, the same for the same seed. */
export type Random = () => number;

/** The generator Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The image whose files are asked for in every mutated archive. */
export const askedImage = sampleImage('linux/amd64', [
  gzipSync(tarOf([{ name: 'manifests/csv.yaml', body: 'kind: X' }, { name: 'manifests/.wh.crd.yaml' }])),
]);

/** A lawful archive of every layout, as entries, with the image that is asked for in it. */
export function lawfulArchives(): readonly (readonly (RawEntry | Buffer)[])[] {
  const sample = samplePackage();
  const blobs = [...sample.manifests, ...sample.configs, ...sample.layers];
  const own = packageEntriesOf(sample);
  const index: RawEntry = { name: 'index.json', body: JSON.stringify(sample.index) };
  const asked = askedImage.layers.map(blobEntry);
  const hex = askedImage.config.digest.slice(7);
  const stored = ({ digest, bytes }: Blob): RawEntry => ({
    ...{ prefix: `docker/registry/v2/blobs/sha256/${digest.slice(7, 9)}`, name: `${digest.slice(7)}/data` },
    body: bytes,
  });
  const link = {
    prefix: 'docker/registry/v2/repositories/core',
    name: '_manifests/tags/v1/current/link',
    body: sample.index.manifests[1]?.digest,
  };
  return [
    own,
    own.map((entry) => ({ ...entry, magic: 'ustar  \0' })),
    [ociMarker, index, ...blobs.map(blobEntry), ...asked],
    [...blobs.map(blobEntry), ...asked, { name: 'blobs/', type: '5' }, index],
    [
      { name: `${hex}.json`, body: askedImage.config.bytes },
      { name: `${'1'.repeat(64)}/layer.tar`, body: askedImage.layers[0]?.bytes },
      {
        name: 'manifest.json',
        body: JSON.stringify([{ Config: `${hex}.json`, RepoTags: ['x:v1'], Layers: [`${'1'.repeat(64)}/layer.tar`] }]),
      },
    ],
    [...blobs.map(stored), ...askedImage.layers.map(stored), link],
    [
      { name: 'harbor/Chart.yaml', body: 'name: harbor\nversion: 1.0.0\n' },
      paxHeader({ path: `harbor/${'x'.repeat(300)}` }),
      { name: 'x', body: 'y' },
    ],
    [
      longName(`harbor/${'x'.repeat(300)}`),
      { name: 'x', body: 'y' },
      { name: 'harbor/Chart.yaml', body: 'name: harbor\nversion: 1.0.0\n' },
    ],
  ];
}

/** What stands in documents where something else belongs. */
const oddities = [
  'null',
  '-1',
  '1e400',
  '[]',
  '{}',
  '"\u001b[2J"',
  '"sha256:../../etc/hostname"',
  '9007199254740993',
  '"\\ud800"',
  '[[[[[[]]]]]]',
  '"__proto__"',
  '%YAML 1.1',
  '&a *a',
  '!!set',
];

/** Makes a file out of a lawful archive that is in one to three ways not what it was. */
export function mutated(archive: readonly (RawEntry | Buffer)[], random: Random): Buffer {
  const below = (limit: number) => Math.floor(random() * limit);
  const isOdd = random() < 0.4;
  let tar = tarOf(isOdd ? withOddDocument(archive, below) : archive);
  const changes = isOdd ? below(2) : 1 + below(3);
  for (let change = 0; change < changes; change += 1) tar = pick(tarChanges, below)(tar, below);
  if (random() < 0.3) return tar;
  const packed = gzipSync(tar, { level: 1 });
  return random() < 0.3 ? pick(byteChanges, below)(packed, below) : packed;
}

type Below = (limit: number) => number;
type Change = (bytes: Buffer, below: Below) => Buffer;

function pick<T>(list: readonly T[], below: Below): T {
  return list[below(list.length)] as T;
}

function withOddDocument(archive: readonly (RawEntry | Buffer)[], below: Below): (RawEntry | Buffer)[] {
  const at = below(archive.length);
  return archive.map((entry, index) => {
    if (index !== at || Buffer.isBuffer(entry)) return entry;
    const text = Buffer.from(entry.body ?? '').toString('latin1');
    const values = [...text.matchAll(/(?<=[:[,] ?)(?:"[^"]*"|[\w./-]+)/g)];
    const { index: start = 0, 0: value = '' } = values.length === 0 ? { index: 0 } : pick(values, below);
    return { ...entry, body: text.slice(0, start) + pick(oddities, below) + text.slice(start + value.length) };
  });
}

const flip: Change = (bytes, below) => {
  const changed = Buffer.from(bytes);
  if (bytes.length > 0) changed[below(bytes.length)] = below(256);
  return changed;
};
const cut: Change = (bytes, below) => bytes.subarray(0, below(bytes.length + 1));
const append: Change = (bytes, below) =>
  Buffer.concat([bytes, Buffer.alloc(below(3000), pick(['\0', 'x', '\u001f\u008b'], below), 'latin1')]);
const remove: Change = (bytes, below) => {
  const at = below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + below(64))]);
};

const byteChanges: readonly Change[] = [flip, cut, append, remove];

/** Where fields of a header begin, and what may stand there. */
const fields: readonly [at: number, width: number, values: readonly (string | Buffer)[]][] = [
  [0, 100, ['', '../x', '/x', './metadata.yaml', 'METADATA.YAML', '\u001b[2J', 'a\0b', 'blobs/sha256/..', Buffer.from([0xff, 0xfe])]],
  [
    124,
    12,
    ['', '77777777777\0', '-1\0', '1x\0', Buffer.alloc(12, 0xff), Buffer.from([0x80, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]), '00000000001\0'],
  ],
  [100, 8, ['x', Buffer.alloc(8, 0x80)]],
  [156, 1, '\0,1,2,3,4,5,6,7,9,x,g,L,K,S,D,M,N,V,X'.split(',')],
  [257, 8, ['ustar  \0', 'ustar\u000000', 'xstar', '']],
  [345, 155, ['p', '..', 'p'.repeat(155)]],
];

/** Changes a field of some header and makes its sum right again. */
const field: Change = (bytes, below) => {
  const changed = Buffer.from(bytes);
  const headers = Array.from({ length: Math.floor(bytes.length / 512) }, (_, block) => block * 512).filter(
    (at) => bytes.toString('latin1', at + 257, at + 262) === 'ustar',
  );
  if (headers.length === 0) return changed;
  const start = pick(headers, below);
  const [at, width, values] = pick(fields, below);
  const value = Buffer.alloc(width);
  Buffer.from(pick(values, below)).copy(value);
  value.copy(changed, start + at);
  changed.fill(' ', start + 148, start + 156);
  const sum = changed.subarray(start, start + 512).reduce((total, byte) => total + byte, 0);
  changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, start + 148, 'latin1');
  return changed;
};

const block = (bytes: Buffer, below: Below) => below(bytes.length / 512 + 1) * 512;
const removeBlocks: Change = (bytes, below) => {
  const at = block(bytes, below);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 512 * (1 + below(3)))]);
};
const repeatBlocks: Change = (bytes, below) => {
  const at = block(bytes, below);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + 512 * (1 + below(3))), bytes.subarray(at)]);
};
const emptyBlock: Change = (bytes, below) => {
  const at = block(bytes, below);
  return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(512 * (1 + below(2))), bytes.subarray(at)]);
};
const insertHeader: Change = (bytes, below) => {
  const at = block(bytes, below);
  const odd = [
    paxHeader({ path: '../x' }),
    paxHeader({ size: '99999999999999999' }),
    paxHeader({ size: '3' }),
    paxHeader({ 'GNU.sparse.size': '1' }),
    paxHeader({ path: 'x' }, 'g'),
    paxHeader({ comment: 'x'.repeat(70_000) }),
    longName('\u001b[2J'),
    longName(''),
  ];
  return Buffer.concat([bytes.subarray(0, at), pick(odd, below), bytes.subarray(at)]);
};

const tarChanges: readonly Change[] = [
  flip,
  field,
  field,
  field,
  cut,
  append,
  remove,
  removeBlocks,
  repeatBlocks,
  emptyBlock,
  insertHeader,
];
