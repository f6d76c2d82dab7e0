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
