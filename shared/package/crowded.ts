/** Whether more than `most` bytes of a document are among these marks: each begins a value, which takes many times its size in memory. */
export function isCrowded(bytes: Buffer, marks: ReadonlySet<number>, most: number): boolean {
  if (bytes.length <= most) return false;
  let found = 0;
  for (const byte of bytes) if (marks.has(byte)) found += 1;
  return found > most;
}

/** Where a value of YAML may begin. */
export const yamlMarks: ReadonlySet<number> = new Set(Buffer.from(',:[{-?'));
