import { message, type Message } from '../messages/message.ts';
import type { KubeObject } from '../model/object.ts';
import { qualifiedName } from '../model/resource.ts';
import type { Facts } from '../model/facts.ts';
import { judge, type Judgement } from '../policy/judge.ts';
import { isOption } from '../policy/modes.ts';
import type { Operation } from '../policy/rule.ts';
import type { Report } from './event.ts';

/** A field that a default gives a value, and what is said of that. */
export interface AppliedDefault {
  readonly rule: string;
  readonly path: string;
  readonly warning: Message;
}

/** A write of one object, and what the law says of it. */
export interface JudgedWrite extends Judgement {
  /** `<resource>.<group>/<name>`. */
  readonly object: string;
  readonly namespace: string | null;
  /** Where the object was read from; null for one of the cluster. */
  readonly file: string | null;
  readonly operation: Operation<never>['type'];
  readonly defaults: readonly AppliedDefault[];
}

/** What the law says of a write to whoever does not know the modes: an option only remarks, and where it holds, the server denies. */
export function judgeWrite<T extends KubeObject>(operation: Operation<T>, object: T, facts: Facts): Judgement {
  const { findings, unasked } = judge(operation, object, facts);
  return { findings: findings.map((each) => (isOption(each.rule) ? { ...each, severity: 'warn' } : each)), unasked };
}

/** An object as kubectl names it: `subscription.operators.coreos.com/harbor`. */
export function nameOf({ apiVersion, kind, metadata }: KubeObject): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return `${qualifiedName({ group, kind })}/${metadata.name}`;
}

/** Warns of every fact that rules lacked, once. */
export function sayUnasked(writes: readonly JudgedWrite[], report: Report): void {
  const unasked = writes.flatMap((write) => write.unasked);
  for (const [fact, rules] of Map.groupBy(unasked, (each) => each.fact)) {
    const names = new Set(rules.map(({ rule }) => rule.slice(rule.indexOf('.') + 1)));
    report({ state: 'warning', message: message('policy.not-checked', { fact, rules: [...names] }) });
  }
}
