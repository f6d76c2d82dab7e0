import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { StoredGzip, storedSize } from './stored-gzip.ts';

const block = 65_535;

async function packed(content: Buffer, step = content.length): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const gzip = new StoredGzip(async (bytes) => void chunks.push(Buffer.from(bytes)));
  for (let at = 0; at < content.length; at += step) await gzip.write(content.subarray(at, at + step));
  await gzip.end();
  return Buffer.concat(chunks);
}

/** Nothing in it repeats with the length of a block. */
function contentOf(size: number): Buffer {
  return Buffer.alloc(size, 'the quick brown fox jumps over the lazy dog, 1');
}

describe('StoredGzip', () => {
  it.each([0, 1, block - 1, block, block + 1, 2 * block, 16 * block, 16 * block + 1, 17 * block - 1])(
    '%i bytes come out as they went in',
    async (size) => {
      const content = contentOf(size);
      const bytes = await packed(content);
      expect(gunzipSync(bytes).equals(content)).toBe(true);
      expect(bytes).toHaveLength(storedSize(size));
    },
  );

  it.each([1000, 65_536, 300_000])('the pieces of %i bytes in which they come do not matter', async (step) => {
    const content = contentOf(1_200_000);
    expect((await packed(content, step)).equals(await packed(content))).toBe(true);
  });

  it('is these bytes and no others', async () => {
    expect((await packed(Buffer.from('hello'))).toString('hex')).toBe(
      '1f8b08000000000000ff 010500faff 68656c6c6f 86a61036 05000000'.replaceAll(' ', ''),
    );
    expect((await packed(Buffer.alloc(0))).toString('hex')).toBe('1f8b08000000000000ff 010000ffff 00000000 00000000'.replaceAll(' ', ''));
  });

  it('only its last block says so, and only that one may be short', async () => {
    const bytes = await packed(Buffer.alloc(block + 3));
    expect(bytes.subarray(10, 15).toString('hex')).toBe('00ffff0000');
    expect(bytes.subarray(15 + block, 20 + block).toString('hex')).toBe('010300fcff');
  });
});
