import { pathAt } from './path.ts';
import { literalAt, Reader } from './reader.ts';

/** Prints a document. */
export type Template = (data: unknown) => string;

type Printer = (root: unknown, current: unknown) => string;

/** Reads `-o jsonpath=`: text with `{actions}` in it, in kubectl's dialect. Throws `usage`. */
export function parseTemplate(text: string): Template {
  const template = sequence(new Reader(text), false);
  return (data) => template(data, data);
}

/** How a value is printed: a string as it is, everything else as JSON. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function sequence(reader: Reader, inRange: boolean): Printer {
  const printers: Printer[] = [];
  while (!reader.atEnd()) {
    const literal = reader.take(/[^{]+/y)?.[0];
    if (literal !== undefined) printers.push(() => literal);
    else if (reader.take(/\{\s*end\s*\}/y) !== undefined) {
      if (!inRange) throw reader.error();
      return inOrder(printers);
    } else printers.push(action(reader));
  }
  if (inRange) throw reader.error();
  return inOrder(printers);
}

function inOrder(printers: readonly Printer[]): Printer {
  return (root, current) => printers.map((print) => print(root, current)).join('');
}

function action(reader: Reader): Printer {
  reader.take(/\{\s*/y);
  if (reader.take(/range\s+/y) !== undefined) {
    const path = pathAt(reader);
    closeAction(reader);
    const body = sequence(reader, true);
    return (root, current) =>
      path(root, current)
        .map((item) => body(root, item))
        .join('');
  }
  const literal = literalAt(reader);
  const path = literal === undefined ? pathAt(reader) : () => [literal];
  closeAction(reader);
  return (root, current) => path(root, current).map(valueText).join(' ');
}

function closeAction(reader: Reader): void {
  if (reader.take(/\s*\}/y) === undefined) throw reader.error();
}
