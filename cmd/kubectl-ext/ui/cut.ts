import { widthOf } from './width.ts';

/** A text cut to a number of columns; what was cut off is marked. */
export function cut(text: string, columns: number, ellipsis: string): string {
  if (widthOf(text) <= columns) return text;
  const room = columns - ellipsis.length;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(kept + segment) > room) break;
    kept += segment;
  }
  return room < 0 ? '' : kept + ellipsis;
}
