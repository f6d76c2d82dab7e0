import type { Fault } from './form-fault.ts';

/** One thing that is wrong with a config. */
export type FormProblem = Place & Complaint;

interface Place {
  /** `spec.config.custom.mps_enable` */
  readonly path: string;
  /** The same as people set it: `custom.mps_enable`. */
  readonly field: string;
  readonly severity: 'deny' | 'warn';
}

/** What is wrong: the value, that it has no effect while another field has none of the values, or that the form has no such field. */
export type Complaint =
  | Exclude<Fault, { kind: 'unreadable' }>
  | { readonly kind: 'idle'; readonly other: string; readonly values: readonly string[] }
  | { readonly kind: 'unknown'; readonly nearest?: string };

/** What a form says of a config: the problems, denials first, and whether there was something that it could not judge. */
export interface FormVerdict {
  readonly problems: readonly FormProblem[];
  readonly unreadable: boolean;
}

/** The path of a config in its object. */
export const root = 'spec.config';

/** How many problems are told. */
const shown = 20;

/** What a check may cost in all: a tenth of a second or two. One unit is a step of an automaton. */
const effort = 2_000_000;

/** What one look at a value costs. */
export const look = 20;

/** A longer key is cut in paths. */
const longestKey = 60;

/** What was found so far, and what it may still cost to find more: config and form come from outsiders. */
export class FormReport {
  readonly #problems: Record<FormProblem['severity'], FormProblem[]> = { deny: [], warn: [] };
  #left = effort;
  #isUnreadable = false;

  /** Pays for some work; false, and noted, where it would be too much. */
  spend(units: number): boolean {
    if (units > this.#left) return this.miss();
    this.#left -= units;
    return true;
  }

  /** Notes that something could not be judged. */
  miss(): false {
    this.#isUnreadable = true;
    return false;
  }

  /** Whether another problem would be told. */
  hasRoom(severity: FormProblem['severity']): boolean {
    return this.#problems[severity].length < shown;
  }

  add(severity: FormProblem['severity'], path: string, complaint: Complaint): void {
    if (this.hasRoom(severity)) this.#problems[severity].push({ path, field: fieldOf(path), severity, ...complaint });
  }

  verdict(): FormVerdict {
    const { deny, warn } = this.#problems;
    return { problems: [...deny, ...warn].slice(0, shown), unreadable: this.#isUnreadable };
  }
}

/** The path of what a mapping has under a key. */
export function pathBelow(path: string, key: string): string {
  const name = key.length > longestKey ? `${key.slice(0, longestKey)}…` : key;
  return /^[\w-]+$/.test(name) ? `${path}.${name}` : `${path}[${name}]`;
}

/** The name of a field as people set it. */
export function fieldOf(path: string): string {
  return path.slice(root.length).replace(/^\./, '') || root;
}
