import type { Facts } from '../model/facts.ts';
import type { KubeObject } from '../model/object.ts';
import { policy } from './index.ts';
import type { Finding, Operation, Rule, Unasked } from './rule.ts';

/** What the law says of one write: every objection, and every rule that could not be asked. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly unasked: readonly Unasked[];
}

/**
 * Judges one write against all rules of its kind. The program and the webhook both ask here, so they can disagree about facts only,
 * never about the law. The order of findings is that of the rules. A kind without rules has no objections.
 */
export function judge<T extends KubeObject>(operation: Operation<T>, object: T, facts: Facts): Judgement {
  const findings: Finding[] = [];
  const unasked: Unasked[] = [];
  for (const rule of rulesFor(object).filter((candidate) => concerns(candidate, operation, object))) {
    const missing = rule.needs.find((name) => facts[name] === undefined);
    if (missing !== undefined) unasked.push({ rule: rule.id, fact: missing });
    else findings.push(...rule.check({ object, facts }).map((objection) => ({ rule: rule.id, ...objection })));
  }
  return { findings, unasked };
}

/** The rules of an object's kind. The kind decides the row of the record, and the row decides the type of its rules. */
function rulesFor<T extends KubeObject>({ kind }: T): readonly Rule<T>[] {
  const rows: ReadonlyMap<string, unknown> = new Map(Object.entries(policy));
  return (rows.get(kind) ?? []) as readonly Rule<T>[];
}

function concerns<T extends KubeObject>(rule: Rule<T>, operation: Operation<T>, object: T): boolean {
  if (!rule.operations.includes(operation.type)) return false;
  return operation.type === 'CREATE' || rule.fields.some((path) => valueAt(object, path) !== valueAt(operation.old, path));
}

/** The value at a dotted path, as text: enough to see whether it changed. */
function valueAt(object: KubeObject, path: string): string | undefined {
  let value: unknown = object;
  for (const key of path.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return JSON.stringify(value);
}
