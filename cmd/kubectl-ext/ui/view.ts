import type { Message } from '../../../shared/messages/message.ts';

/** What a cell may hold; nothing is shown as `<none>`. */
export type Cell = string | number | null | undefined;

/** One column of a table. */
export interface Column<Row> {
  readonly header: string;
  readonly value: (row: Row) => Cell;
  /** Only with `-o wide`. */
  readonly wide?: true;
  /** Left out when no row has a value. */
  readonly optional?: true;
  /** Holds a status word, which is coloured. */
  readonly status?: true;
  /** Makes no sense in part: a time. */
  readonly whole?: true;
  /** Makes part of a sentence: where the table is wider than the terminal, it stands below its row, uncut, joined to others by colons. */
  readonly below?: true;
}

/** A table whose rows have become cells. */
export interface Table {
  readonly columns: readonly Omit<Column<never>, 'value'>[];
  readonly rows: readonly (readonly Cell[])[];
}

/** How a person sees a document: as a table, as lines like kubectl's, or as lines with a table under them. `names` is what `-o name` prints. */
export interface View<D> {
  readonly table?: (document: D) => Table;
  readonly lines?: (document: D) => readonly string[];
  /** Lines under the table. */
  readonly below?: (document: D) => readonly string[];
  readonly names: (document: D) => readonly string[];
  /** What is said where a table or the names would be empty, if not that nothing was found. */
  readonly nothing?: (document: D) => Message;
}

/** A view as a table: which rows a document has and what stands in their columns. */
export function tableView<D, Row>(definition: {
  readonly rows: (document: D) => readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly names: (document: D) => readonly string[];
  readonly nothing?: (document: D) => Message;
}): View<D> {
  const { rows, columns, ...rest } = definition;
  return { ...rest, table: (document) => ({ columns, rows: rows(document).map((row) => columns.map(({ value }) => value(row))) }) };
}

/** A view as lines. */
export function linesView<D>(lines: (document: D) => readonly string[], names: (document: D) => readonly string[]): View<D> {
  return { lines, names };
}
