import type { Facts } from '../model/facts.ts';
import { valueAt } from '../model/field-path.ts';
import type { KubeObject } from '../model/object.ts';
import { policy } from './index.ts';
import type { Answer, Finding, Operation, Rule, Unasked } from './rule.ts';

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
    const answer = ask(rule, { operation, object, facts });
    if ('lacks' in answer) unasked.push({ rule: rule.id, fact: answer.lacks });
    else findings.push(...answer.map((objection) => ({ rule: rule.id, ...objection })));
  }
  return { findings, unasked };
}

function ask<T extends KubeObject>(rule: Rule<T>, subject: { operation: Operation<T>; object: T; facts: Facts }): Answer {
  const missing = rule.needs.find((name) => subject.facts[name] === undefined);
  return missing === undefined ? rule.check(subject) : { lacks: missing };
}

/** The rules of an object's kind. The kind decides the row of the record, and the row decides the type of its rules. */
function rulesFor<T extends KubeObject>({ kind }: T): readonly Rule<T>[] {
  const rows: ReadonlyMap<string, unknown> = new Map(Object.entries(policy));
  return (rows.get(kind) ?? []) as readonly Rule<T>[];
}

function concerns<T extends KubeObject>(rule: Rule<T>, operation: Operation<T>, object: T): boolean {
  if (!rule.operations.includes(operation.type)) return false;
  return operation.type === 'CREATE' || rule.fields.some((path) => changed(valueAt(object, path), valueAt(operation.old, path)));
}

function changed(now: unknown, before: unknown): boolean {
  return JSON.stringify(now) !== JSON.stringify(before);
}
