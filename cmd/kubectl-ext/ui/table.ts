import stringWidth from 'string-width';
import type { Style } from './colour.ts';
import { cut } from './cut.ts';
import type { Cell, Table } from './view.ts';

/** How a table is printed. */
export interface TableOptions {
  readonly wide: boolean;
  readonly headers: boolean;
  /** The width of the terminal; lines are never cut in a pipe. */
  readonly columns: number | undefined;
  readonly style: Style;
  /** The table that this one goes on: its columns are theirs. */
  readonly above?: Table;
}

const gap = '   ';

/** Prints a table as kubectl does: UPPERCASE headers, three spaces, `<none>`. */
export function printTable(table: Table, { wide, headers, columns, style, above = table }: TableOptions): string {
  const shown = table.columns.flatMap((column, index) => {
    const isHidden = (column.wide === true && !wide) || (column.optional === true && above.rows.every((row) => isNothing(row[index])));
    if (isHidden) return [];
    const cells = table.rows.map((row) => cellText(row[index]));
    const paint = column.status === true ? style.paint : (text: string) => text;
    return [
      {
        header: column.header,
        cells,
        paint,
        isWhole: column.status === true || column.whole === true,
        width: Math.max(...[column.header, ...cells, ...above.rows.map((row) => cellText(row[index]))].map((text) => stringWidth(text))),
      },
    ];
  });
  const room = columns ?? Infinity;
  fit(shown, room);
  const plain = (text: string) => text;
  const head = headers
    ? [
        printLine(
          shown.map((column) => ({ ...column, text: column.header, paint: plain })),
          room,
          style,
        ),
      ]
    : [];
  const body = table.rows.map((_, at) =>
    printLine(
      shown.map((column) => ({ ...column, text: column.cells[at] ?? '' })),
      room,
      style,
    ),
  );
  return [...head, ...body].map((line) => `${line}\n`).join('');
}

/** The least that is left of a column. */
const narrowest = 8;

/** Takes columns in until the table fits, always from the widest one; a status word, and what makes no sense in part, is said whole. */
function fit(shown: { width: number; isWhole: boolean }[], room: number): void {
  let excess = shown.reduce((sum, { width }) => sum + width + gap.length, -gap.length) - room;
  while (excess > 0) {
    const widest = shown.filter(({ isWhole }) => !isWhole).reduce((a, b) => (b.width > a.width ? b : a), { width: 0, isWhole: false });
    if (widest.width <= narrowest) return;
    widest.width -= 1;
    excess -= 1;
  }
}

interface Printed {
  readonly text: string;
  readonly width: number;
  readonly paint: (text: string) => string;
}

function printLine(cells: readonly Printed[], room: number, { ellipsis }: Style): string {
  const padded = cells.map(({ text, width }, at) => {
    const shown = cut(text, width, ellipsis);
    return at === cells.length - 1 ? shown : shown + ' '.repeat(width - stringWidth(shown)) + gap;
  });
  let rest = stringWidth(padded.join(''));
  let left = room;
  let line = '';
  for (const [at, cell] of padded.entries()) {
    const width = stringWidth(cell);
    if (rest > left && width > left - ellipsis.length) return line + cut(padded.slice(at).join(''), left, ellipsis);
    line += cells[at]?.paint(cell) ?? '';
    left -= width;
    rest -= width;
  }
  return line;
}

function isNothing(cell: Cell): boolean {
  return cell === undefined || cell === null || cell === '';
}

function cellText(cell: Cell): string {
  return isNothing(cell) ? '<none>' : String(cell).replace(/\s*\n\s*/g, ' ');
}
