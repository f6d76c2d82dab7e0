import stringWidth from 'fast-string-width';

/** A text cut to a number of columns; what was cut off is marked. */
export function cut(text: string, columns: number, ellipsis: string): string {
  if (stringWidth(text) <= columns) return text;
  const room = columns - ellipsis.length;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(kept + segment) > room) break;
    kept += segment;
  }
  return room < 0 ? '' : kept + ellipsis;
}
