import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import { parsePath } from './jsonpath/path.ts';
import { valueText } from './jsonpath/template.ts';
import type { Table } from './view.ts';

/** Reads `-o custom-columns=`: `HEADER:PATH` pairs separated by commas. Throws `usage`. */
export function parseColumns(spec: string): (items: readonly unknown[]) => Table {
  const columns = spec.split(',').map((column) => {
    const [, header, path] = /^([^:]+):(.+)$/.exec(column) ?? [];
    if (header === undefined || path === undefined) throw new ExtError('usage', message('error.custom-columns', { column }));
    return { header, find: parsePath(path) };
  });
  return (items) => ({ columns, rows: items.map((item) => columns.map(({ find }) => find(item).map(valueText).join(','))) });
}
