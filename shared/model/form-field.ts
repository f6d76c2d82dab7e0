import { isBlank, isMissing, ownValue, scalarLike, type Wanted } from './form-value.ts';
import type { FormDescriptor } from './module-config.ts';

/** One step of a path in a form: a key of a mapping, or a number for every entry of a list. */
export type Step = string | number;

/** What a number or a length is held against. */
export type Limit = 'minimum' | 'maximum' | 'minLength' | 'maxLength';

/** A field counts only where another one has one of these values. */
export interface Condition {
  readonly path: string;
  readonly steps: readonly Step[];
  readonly values: ReadonlySet<string>;
}

/** One field of a form, read. */
export interface Field {
  readonly path: string;
  readonly steps: readonly Step[];
  /** What it holds, or what each entry holds where it is a list; undefined where nothing tells, or where its shape does. */
  readonly type: Exclude<Wanted, 'list' | 'mapping'> | 'any' | undefined;
  readonly isList: boolean;
  /** A list of mappings, whose fields are described by themselves. */
  readonly isGroup: boolean;
  /** The only values there are, as text; none where any will do. */
  readonly options: readonly string[];
  readonly isRequired: boolean;
  readonly fallback: unknown;
  /** Whether a default holds where the value is missing. */
  readonly hasDefault: boolean;
  /** Not a number where the limit cannot be read. */
  readonly limits: ReadonlyMap<Limit, number>;
  readonly pattern?: string;
  readonly conditions: readonly Condition[];
  /** Other fields, which count only where this one has the value. */
  readonly gates: readonly { readonly path: string; readonly value: string }[];
}

const prefix = /^urn:alm:descriptor:(?:com\.tectonic\.ui:)?/;
const limits: readonly string[] = ['minimum', 'maximum', 'minLength', 'maxLength'] satisfies Limit[];

/** Reads one descriptor; `defaults` are those of the whole form. A word that nobody here knows says nothing. */
export function readField({ path, 'x-descriptors': lines }: FormDescriptor, defaults: unknown): Field {
  const said = argumentsByWord(lines);
  const [group] = said.get('arrayFieldGroup') ?? [];
  const steps = stepsInGroup(stepsOf(path), group);
  const fallback = valueAt(defaults, steps);
  const options = (said.get('select') ?? []).filter((option) => option !== '');
  const checks = new Map((said.get('validation') ?? []).map(splitAtColon));
  const pattern = checks.get('pattern');
  const isGroup = group !== undefined && !steps.some(isIndex);
  return {
    path,
    steps,
    ...(isGroup ? { type: undefined, isList: false } : contentsOf({ said, options, fallback })),
    isGroup,
    options,
    isRequired: checks.has('required') && checks.get('required') !== 'false',
    fallback,
    hasDefault: hasDefault(steps, fallback, said),
    limits: limitsIn(checks),
    ...(pattern === undefined ? {} : { pattern }),
    conditions: (said.get('fieldDependency') ?? []).filter((each) => each.includes(':')).map(conditionOf),
    gates: (said.get('oneOf') ?? []).flatMap(gatesOf),
  };
}

/** The steps of a path: `tasks[0].name` is `tasks`, every entry, `name`. */
export function stepsOf(path: string): Step[] {
  const steps = path.matchAll(/\[(\d+)\]|\[([^[\]]*)\]|([^.[\]]+)/g);
  return [...steps].map(([, index, inBrackets, plain]) => (index === undefined ? (inBrackets ?? plain ?? '') : 0));
}

/** The value at some steps; `indices` are the entries that are meant in each list, the first ones where nothing is said. */
export function valueAt(root: unknown, steps: readonly Step[], indices: readonly number[] = []): unknown {
  const entries = [...indices];
  return steps.reduce<unknown>((value, step) => {
    if (!isIndex(step)) return ownValue(value, step);
    return Array.isArray(value) ? (value as unknown[])[entries.shift() ?? 0] : undefined;
  }, root);
}

/** Whether a step means the entries of a list. */
export function isIndex(step: Step): step is number {
  return typeof step === 'number';
}

/** The arguments of each word: `select:a` and `select:b` are `select` with `a` and `b`. */
function argumentsByWord(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const said = new Map<string, string[]>();
  for (const line of lines.filter((each) => prefix.test(each))) {
    const [word, argument] = splitAtColon(line.replace(prefix, ''));
    const others = said.get(word);
    if (others === undefined) said.set(word, [argument]);
    else others.push(argument);
  }
  return said;
}

function splitAtColon(text: string): [before: string, after: string] {
  const at = text.indexOf(':');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Alauda's forms name a group by the path of its list; below it, a path may do without the index. */
function stepsInGroup(steps: Step[], group = ''): Step[] {
  const list = stepsOf(group);
  const isInside = list.length > 0 && list.length < steps.length && list.every((step, position) => step === steps[position]);
  return isInside && !steps.some(isIndex) ? [...list, 0, ...steps.slice(list.length)] : steps;
}

interface Hints {
  readonly said: ReadonlyMap<string, readonly string[]>;
  readonly options: readonly string[];
  readonly fallback: unknown;
}

/** The control decides, then the default; what is picked from a list or hidden is otherwise text. */
function contentsOf({ said, options, fallback }: Hints): Pick<Field, 'type' | 'isList'> {
  const isList = said.has('multiple') || (options.length > 0 && Array.isArray(fallback));
  const sample: unknown = isList && Array.isArray(fallback) ? fallback[0] : fallback;
  const isText = options.length > 0 || (said.has('hidden') && isMissing(fallback));
  return { type: controlType(said) ?? scalarLike(sample) ?? (isText ? 'text' : undefined), isList };
}

function controlType(said: Hints['said']): Field['type'] {
  if (said.has('booleanSwitch')) return 'boolean';
  if (said.has('number')) return 'number';
  if (said.has('yaml')) return 'any';
  return said.has('text') || said.has('textarea') ? 'text' : undefined;
}

/** A new entry of a list has none of the defaults of the entries that are there. */
function hasDefault(steps: readonly Step[], fallback: unknown, said: Hints['said']): boolean {
  const isDeclared = said.get('com.tectonic.default')?.some((value) => value !== '') ?? false;
  return isDeclared || (!isBlank(fallback) && !steps.some(isIndex));
}

function limitsIn(checks: ReadonlyMap<string, string>): Map<Limit, number> {
  const named = [...checks].filter((check): check is [Limit, string] => limits.includes(check[0]));
  return new Map(named.map(([name, value]) => [name, value.trim() === '' ? Number.NaN : Number(value)]));
}

function conditionOf(argument: string): Condition {
  const [path, value] = splitAtColon(argument);
  return { path, steps: stepsOf(path), values: new Set([value]) };
}

function gatesOf(argument: string): Field['gates'] {
  const [value = '', ...paths] = argument.split(':');
  return paths.filter((path) => path !== '').map((path) => ({ path, value }));
}
