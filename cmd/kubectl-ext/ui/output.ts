/**
 * The rules of speech.
 *
 * 1. stdout is the answer, stderr the talk: progress, questions, warnings, hints, errors. A pipe gets the answer and nothing else.
 * 2. An answer is a document with a view. The document is for programs (JSON, YAML, templates: complete, never translated, always one
 *    valid document); the view is for people (a table or kubectl's lines) and picks from it.
 * 3. Talk is translated. Headers, result words, status words, rule ids, the prefixes `error: cause: hint: warning:`, logs and NDJSON are not.
 * 4. An error says what, then why, then what to do now, as a command to copy. No stack below `-v=6`.
 * 5. Tables read like kubectl's: UPPERCASE headers, three spaces, no borders, `<none>`. A terminal cuts them, a pipe gets all of them.
 * 6. Colour is for status words and ✔ ✗ ●, and means nothing that the word does not say.
 * 7. Whoever works reports events and returns documents. How they look is decided in this folder and nowhere else.
 */
import type { DryRun } from '../../../shared/actions/dry-run.ts';
import type { Document, OperationResult, OperationStep } from '../../../shared/actions/result.ts';
import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import type { Style } from './colour.ts';
import { printTable, type TableOptions } from './table.ts';
import type { Table, View } from './view.ts';
import { stepLine } from './views/operation.ts';

/** What was asked for with `-o` and its companions. */
export interface OutputOptions {
  readonly output: string | undefined;
  readonly noHeaders: boolean;
  readonly sortBy: string | undefined;
  /** Told beside each line about an object. */
  readonly dryRun: DryRun;
  /** The width of the terminal on stdout, if it is one. */
  readonly columns: number | undefined;
  readonly style: Style;
  readonly readFile: (path: string) => Promise<string>;
}

/** A printed document; `isEmpty` when it is a list with nothing in it, in a form that shows nothing then. */
export interface Printed {
  readonly text: string;
  readonly isEmpty: boolean;
}

/** Prints documents in the one format that was asked for. */
export interface Formatter {
  /** JSON or YAML: then a failure is a document too. */
  readonly isData: boolean;
  /** The line about one object, told as soon as it is true; undefined where the answer comes as a whole. */
  readonly tell: (step: OperationStep) => string | undefined;
  /** For people a second document goes on where the first one ended: its rows stand below, without headers. */
  readonly print: <D extends Document<string>>(document: D, view: View<D>) => Printed;
}

/** The values of `-o`, as an error lists them. */
const formats = ['json', 'yaml', 'name', 'wide', 'jsonpath=TEMPLATE', 'jsonpath-file=FILE', 'custom-columns=SPEC'] as const;

/** Chooses the format, before anything is done: a template that cannot be read must not be found out after a write. Throws `usage`. */
export async function makeFormatter(options: OutputOptions): Promise<Formatter> {
  const sort = await sorter(options.sortBy);
  const { isData = false, tell = () => undefined, print } = await printerFor(options);
  return { isData, tell, print: (document, view) => print(sort(document), view) };
}

type Printer = Pick<Formatter, 'print'> & Partial<Formatter>;

type Maker = (options: OutputOptions, argument: string) => Printer | Promise<Printer>;

const plainFormats: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['', people],
  ['wide', people],
  ['json', () => ({ isData: true, print: text((document) => `${JSON.stringify(document, null, 4)}\n`) })],
  ['yaml', yaml],
  ['name', () => names],
]);

const templateFormats: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['jsonpath', (_, argument) => template(argument)],
  ['jsonpath-file', async ({ readFile }, argument) => template(await readFile(argument))],
  ['custom-columns', customColumns],
]);

async function printerFor(options: OutputOptions): Promise<Printer> {
  const { output = '' } = options;
  const [, format = '', argument = ''] = /^([^=]+)=(.+)$/s.exec(output) ?? [];
  const make = argument === '' ? plainFormats.get(output) : templateFormats.get(format);
  if (make === undefined) throw new ExtError('usage', message('error.output', { format: output, formats }));
  return make(options, argument);
}

function people(options: OutputOptions): Printer {
  const tableOptions = { ...options, wide: options.output === 'wide', headers: !options.noHeaders };
  const told = new Set<string>();
  let above: Table | undefined;
  let isFirst = true;
  /** A second paragraph is divided from the first one; what was told already is left out. */
  const paragraph = (found: readonly string[]) => {
    const gap = isFirst ? '' : '\n';
    isFirst = false;
    const lines = found.map((line) => `${line}\n`).filter((line) => !told.has(line));
    return gap + lines.join('');
  };
  return {
    tell(step) {
      const line = `${stepLine(step, options.dryRun)}\n`;
      told.add(line);
      return line;
    },
    print(document, view) {
      const table = view.table?.(document);
      if (table === undefined) return { text: paragraph(view.lines?.(document) ?? []), isEmpty: false };
      if ((view.lines ?? view.below) !== undefined) return framed(table, document, view, tableOptions);
      if (table.rows.length === 0) return { text: '', isEmpty: true };
      const placed = above === undefined ? tableOptions : { ...tableOptions, headers: false, above };
      above ??= table;
      return { text: printTable(table, placed), isEmpty: false };
    },
  };
}

/** Paragraphs: the lines, the table where it has rows, and the lines below. */
function framed<D>(table: Table, document: D, { lines, below, nothing }: View<D>, options: TableOptions): Printed {
  const paragraph = (found: readonly string[] = []) => found.map((line) => `${line}\n`).join('');
  const hasRows = table.rows.length > 0;
  const parts = [paragraph(lines?.(document)), hasRows ? printTable(table, options) : '', paragraph(below?.(document))];
  return { text: parts.filter((part) => part !== '').join('\n'), isEmpty: !hasRows && nothing !== undefined };
}

const names: Printer = {
  print(document, view) {
    const found = view.names(document);
    return { text: found.map((name) => `${name}\n`).join(''), isEmpty: found.length === 0 };
  },
};

async function yaml(): Promise<Printer> {
  const { yamlText } = await import('./yaml.ts');
  return { isData: true, print: text((document) => yamlText(manifestsOf(document) ?? document)) };
}

/** A dry run in YAML is what `kubectl apply -f -` takes. */
function manifestsOf(document: Document<string>): object | undefined {
  if (!isOperation(document) || document.dryRun === 'none' || document.manifests.length === 0) return undefined;
  return { apiVersion: 'v1', kind: 'List', items: document.manifests };
}

function isOperation(document: Document<string>): document is OperationResult {
  return document.kind === 'OperationResult' && 'manifests' in document;
}

async function template(source: string): Promise<Printer> {
  const { parseTemplate } = await import('./jsonpath/template.ts');
  return { print: text(parseTemplate(source)) };
}

async function customColumns({ noHeaders, ...options }: OutputOptions, spec: string): Promise<Printer> {
  const { parseColumns } = await import('./custom-columns.ts');
  const tableOf = parseColumns(spec);
  return {
    print(document) {
      const items = itemsOf(document);
      const isEmpty = items?.length === 0;
      return { text: isEmpty ? '' : printTable(tableOf(items ?? [document]), { ...options, wide: true, headers: !noHeaders }), isEmpty };
    },
  };
}

async function sorter(path: string | undefined): Promise<<D extends Document<string>>(document: D) => D> {
  if (path === undefined) return (document) => document;
  const { parsePath } = await import('./jsonpath/path.ts');
  const find = parsePath(path);
  return (document) => {
    const items = itemsOf(document);
    return items === undefined ? document : { ...document, items: items.toSorted((a, b) => order(find(a)[0], find(b)[0])) };
  };
}

/** Numbers by size, everything else as text; what has no value comes first, as in kubectl. */
function order(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [textOf(a), textOf(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

function itemsOf(document: Document<string>): readonly unknown[] | undefined {
  return 'items' in document && Array.isArray(document.items) ? document.items : undefined;
}

function text(print: (document: Document<string>) => string): Printer['print'] {
  return (document) => ({ text: print(document), isEmpty: false });
}
