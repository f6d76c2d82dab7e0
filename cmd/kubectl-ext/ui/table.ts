import { widthOf } from './width.ts';
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
export function printTable(table: Table, options: TableOptions): string {
  const { headers, columns: room = Infinity, style } = options;
  const shown = shownColumns(table, options);
  // Half a sentence helps nobody, and half of all the others neither.
  const isUnder = ({ below }: ShownColumn) => below === true && totalWidth(shown) > room;
  const inLine = shown.filter((column) => !isUnder(column));
  const under = shown.filter(isUnder);
  fit(inLine, room);
  const plain = (text: string) => text;
  const head = headers
    ? [
        printLine(
          inLine.map((column) => ({ ...column, text: column.header, paint: plain })),
          room,
          style,
        ),
      ]
    : [];
  const body = table.rows.flatMap((row, at) => [
    printLine(
      inLine.map((column) => ({ ...column, text: column.cells[at] ?? '' })),
      room,
      style,
    ),
    ...lineBelow(under.map(({ index }) => row[index])),
  ]);
  return [...head, ...body].map((line) => `${line}\n`).join('');
}

interface ShownColumn {
  readonly index: number;
  readonly header: string;
  readonly cells: readonly string[];
  readonly paint: (text: string) => string;
  readonly isWhole: boolean;
  readonly below: true | undefined;
  width: number;
}

function shownColumns(table: Table, { wide, style, above = table }: TableOptions): ShownColumn[] {
  return table.columns.flatMap((column, index) => {
    const isHidden = (column.wide === true && !wide) || (column.optional === true && above.rows.every((row) => isNothing(row[index])));
    if (isHidden) return [];
    const { header, below, status, whole } = column;
    const cells = table.rows.map((row) => cellText(row[index]));
    const paint = status === true ? style.paint : (text: string) => text;
    const width = Math.max(...[header, ...cells, ...above.rows.map((row) => cellText(row[index]))].map((text) => widthOf(text)));
    return [{ index, header, cells, paint, isWhole: status === true || whole === true, below, width }];
  });
}

/** What stands below a row, which the terminal may break as it likes. */
function lineBelow(cells: readonly Cell[]): string[] {
  const texts = cells.filter((cell) => !isNothing(cell)).map(cellText);
  return texts.length === 0 ? [] : [`  ${texts.join(': ')}`];
}

function totalWidth(shown: readonly Pick<ShownColumn, 'width'>[]): number {
  return shown.reduce((sum, { width }) => sum + width + gap.length, -gap.length);
}

/** The least that is left of a column. */
const narrowest = 8;

/** Takes columns in until the table fits, always from the widest one; a status word, and what makes no sense in part, is said whole. */
function fit(shown: Pick<ShownColumn, 'width' | 'isWhole'>[], room: number): void {
  let excess = totalWidth(shown) - room;
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
    return at === cells.length - 1 ? shown : shown + ' '.repeat(width - widthOf(shown)) + gap;
  });
  let rest = widthOf(padded.join(''));
  let left = room;
  let line = '';
  for (const [at, cell] of padded.entries()) {
    const width = widthOf(cell);
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
