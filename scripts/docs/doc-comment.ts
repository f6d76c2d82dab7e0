/** The text of the doc comment that stands before a line of code with this beginning, one string per line; throws where there is none. */
export function docComment(source: string, declaration: string): string[] {
  const end = source.split('\n').findIndex((line) => line.trimStart().startsWith(declaration));
  const before = source.split('\n').slice(0, Math.max(end, 0));
  const start = before.findLastIndex((line) => line.trimStart().startsWith('/**'));
  if (start === -1 || !before.at(-1)?.trimEnd().endsWith('*/')) throw new Error(`no doc comment stands before: ${declaration}`);
  return before
    .slice(start)
    .map((line) => line.replace(/^\s*(\/\*\*|\*\/|\*)\s?/, '').replace(/\s*\*\/\s*$/, ''))
    .join('\n')
    .trim()
    .split('\n');
}
