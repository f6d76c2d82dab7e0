import { JSONPath } from 'jsonpath-plus';
import { literalAt, Reader } from './reader.ts';

/** Finds values, from the document's root or from where a range or a filter stands. */
export type Finder = (root: unknown, current: unknown) => readonly unknown[];

/** Finds values in a document. */
export type Path = (data: unknown) => readonly unknown[];

type Predicate = (value: unknown) => boolean;

/** Reads a path the way `--sort-by` and `custom-columns` allow it: with or without braces and the first dot. Throws `usage`. */
export function parsePath(text: string): Path {
  const inner = text.replace(/^\{(.*)\}$/s, '$1').trim();
  const reader = new Reader(/^[.[$@]/.test(inner) ? inner : `.${inner}`);
  const path = pathAt(reader);
  if (!reader.atEnd()) throw reader.error();
  return (data) => path(data, data);
}

/** Translates a path into the library's spelling, in which every name is quoted, and every filter a call of a function of ours. */
export function pathAt(reader: Reader): Finder {
  const filters: Record<string, Predicate> = {};
  const start = reader.take(/[$@]/y)?.[0];
  let path = '';
  for (let step = stepAt(reader, filters); step !== undefined; step = stepAt(reader, filters)) path += step;
  if (path === '' && start === undefined && reader.take(/\./y) === undefined) throw reader.error();
  return (root, current) => {
    const json = start === '$' ? root : current;
    if (path === '') return [json];
    if (typeof json !== 'object' || json === null) return [];
    return JSONPath<unknown[]>({ path: `$${path}`, json, wrap: true, eval: 'safe', sandbox: { ...filters } as never });
  };
}

function stepAt(reader: Reader, filters: Record<string, Predicate>): string | undefined {
  const descent = reader.take(/\.\.(?=\[)|\.(?=\.[^[])/y) === undefined ? '' : '..';
  const dotted = reader.take(/\.(\*|(?:\\.|[^\s.[\]{}$@,'"\\()=!<>])+)/y)?.[1];
  if (dotted === '*') return `${descent}[*]`;
  if (dotted !== undefined) return `${descent}['${nameIn(dotted, reader)}']`;
  const bracketed = reader.take(/\[(?=[^?])/y) === undefined ? undefined : subscript(reader);
  if (bracketed !== undefined) return `${descent}${bracketed}`;
  if (reader.take(/\[\?\(\s*/y) !== undefined) {
    const name = `filter${Object.keys(filters).length}`;
    filters[name] = filterAt(reader);
    return `${descent}[?(${name}(@))]`;
  }
  if (descent !== '') throw reader.error();
  return undefined;
}

function subscript(reader: Reader): string {
  const body = reader.take(/(\*|-?\d*:-?\d*(?::\d*)?|-?\d+(?:,\d+)*|'[^']*'(?:,'[^']*')*|"[^"]*"(?:,"[^"]*")*)\]/y)?.[1];
  if (body === undefined) throw reader.error();
  if (/^['"]/.test(body))
    return `['${body
      .slice(1, -1)
      .split(/['"],['"]/)
      .map((name) => nameIn(name, reader))
      .join(',')}']`;
  if (body === '-1') return '[-1:]';
  return /^-\d+$/.test(body) ? `[${body}:${Number(body) + 1}]` : `[${body}]`;
}

/** A name behind a backtick is never an operator to the library; the characters refused here it cannot quote at all. */
function nameIn(text: string, reader: Reader): string {
  const name = text.replace(/\\(.)/g, '$1');
  if (/[;^#'"\],`]/.test(name)) throw reader.error();
  return `\`${name}`;
}

function filterAt(reader: Reader): Predicate {
  const left = operandAt(reader);
  const operator = reader.take(/\s*(==|!=|<=|>=|<|>)\s*/y)?.[1];
  const right = operator === undefined ? undefined : operandAt(reader);
  if (reader.take(/\s*\)\]/y) === undefined) throw reader.error();
  return (value) => {
    const found = left(value, value);
    if (right === undefined || operator === undefined) return found.length > 0;
    const other = right(value, value);
    return found.length > 0 && other.length > 0 && compare(found[0], operator, other[0]);
  };
}

function operandAt(reader: Reader): Finder {
  const literal = literalAt(reader);
  return literal === undefined ? pathAt(reader) : () => [literal];
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (typeof left !== typeof right || (typeof left !== 'number' && typeof left !== 'string')) return false;
  const order = left === right ? 0 : left < (right as typeof left) ? -1 : 1;
  return { '<': order < 0, '>': order > 0, '<=': order <= 0, '>=': order >= 0 }[operator] ?? false;
}
