/** Armored blocks of a text, and whether anything but blank lines stands around them. */
export interface Armored {
  /** Each with its first and last line. */
  readonly blocks: readonly string[];
  readonly hasMore: boolean;
}

/**
 * Finds all blocks of a kind: `PGP SIGNATURE`. The library reads the first one of a text and passes over whatever follows, so that a bad
 * signature could hide behind a good one.
 */
export function armoredBlocks(text: string, kind: string): Armored {
  const blocks: string[] = [];
  let open: string[] | undefined;
  let hasMore = false;
  for (const line of text.split(/\r?\n/).map((each) => each.trimEnd())) {
    if (open !== undefined) {
      open.push(line);
      if (line === `-----END ${kind}-----`) {
        blocks.push(`${open.join('\n')}\n`);
        open = undefined;
      } else if (line.startsWith('-----')) hasMore = true;
    } else if (line === `-----BEGIN ${kind}-----`) open = [line];
    else if (line !== '') hasMore = true;
  }
  return { blocks, hasMore: hasMore || open !== undefined };
}

/** Whether bytes are OpenPGP packets as they are: those begin with a byte that no text begins with. */
export function isBinary(bytes: Uint8Array): boolean {
  return ((bytes[0] ?? 0) & 0x80) !== 0;
}

/**
 * The bytes of an armored block; undefined where it is not exactly headers, a blank line, Base64 and perhaps a checksum that is right. The
 * library does not compare the checksum, and passes over whatever stands behind it.
 */
export function armoredBytes(block: string): Uint8Array | undefined {
  const lines = block.trimEnd().split('\n').slice(1, -1);
  const blank = lines.indexOf('');
  const body = lines.slice(blank + 1);
  const checksum = body.at(-1)?.startsWith('=') === true ? body.pop() : undefined;
  const base64 = body.join('');
  if (blank < 0 || !lines.slice(0, blank).every((line) => /^[\w-]+:( |$)/.test(line))) return undefined;
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  return checksum === undefined || checksum === `=${checksumOf(bytes)}` ? bytes : undefined;
}

/** CRC-24 of OpenPGP, in Base64. */
function checksumOf(bytes: Uint8Array): string {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ ((crc & 0x800000) === 0 ? 0 : 0x1864cfb);
  }
  return Buffer.from([(crc >> 16) & 255, (crc >> 8) & 255, crc & 255]).toString('base64');
}
