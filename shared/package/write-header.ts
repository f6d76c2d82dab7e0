const blockSize = 512;
/** What the eleven octal digits of a size cannot say. */
const largestOctal = 8 ** 11 - 1;

/**
 * The header of a regular file: ustar, mode 0644, and zero or empty for everything else. A size that does not fit stands in a pax record in
 * front, and zero in its place. npm's `tar` writes numbers in two forms, which one depends on their size; this is the one of POSIX.
 */
export function fileHeader(path: string, size: number): Buffer {
  return size <= largestOctal ? headerBlock(path, size, '0') : Buffer.concat([sizeRecord(path, size), headerBlock(path, 0, '0')]);
}

/** The zeros that fill the last block of a file. */
export function padding(size: number): Buffer {
  return Buffer.alloc((blockSize - (size % blockSize)) % blockSize);
}

/** The two empty blocks behind the last file. */
export function endOfArchive(): Buffer {
  return Buffer.alloc(2 * blockSize);
}

/** How many bytes files of these sizes are as an archive. */
export function archiveSize(files: Iterable<{ readonly path: string; readonly size: number }>): number {
  let sum = endOfArchive().length;
  for (const { path, size } of files) sum += fileHeader(path, size).length + size + padding(size).length;
  return sum;
}

function sizeRecord(path: string, size: number): Buffer {
  const text = ` size=${size}\n`;
  // The length in front counts itself, too; with sizes that need a record it always has two digits.
  const record = Buffer.from(`${text.length + 2}${text}`);
  return Buffer.concat([headerBlock(`PaxHeader/${path}`, record.length, 'x'), record, padding(record.length)]);
}

/** Name, mode, uid, gid, size, mtime, checksum, type, magic and version, device; what is left out is empty. */
function headerBlock(path: string, size: number, type: '0' | 'x'): Buffer {
  const block = Buffer.alloc(blockSize);
  const octal = (value: number, at: number, digits: number) => block.write(value.toString(8).padStart(digits, '0'), at, 'latin1');
  block.write(path, 0, 'latin1');
  octal(0o644, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(0, 136, 11);
  block.write(`        ${type}`, 148, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  octal(0, 329, 7);
  octal(0, 337, 7);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  block.write('\0 ', 154, 'latin1');
  return block;
}
