import type { FactName, Facts } from '../model/facts.ts';
import type { KubeObject } from '../model/object.ts';
import type { Message } from '../messages/message.ts';

/** What an objection weighs: a denial stops the write, a warning is only shown. */
export type Severity = 'deny' | 'warn';

/** One objection: which rule, about which field, and why. Prose lives in `messages/`. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** The field in question: `spec.installPlanApproval`. */
  readonly path: string;
  readonly fault: Message;
  readonly wayOut: Message;
}

/** A rule that could not be asked because a fact it needs could not be read. Ignorance never silently allows: the caller decides. */
export interface Unasked {
  readonly rule: string;
  readonly fact: FactName;
}

/** What a write does. An update carries what is stored now. */
export type Operation<T extends KubeObject> = { readonly type: 'CREATE' } | { readonly type: 'UPDATE'; readonly old: T };

/** An objection as a rule states it, without the rule's name. */
export type Objection = Omit<Finding, 'rule'>;

/** The facts a rule asked for, read: none of them is missing any more. */
type Known<Names extends FactName> = { readonly [Name in Names]-?: Exclude<Facts[Name], undefined> };

/** What a check gets. */
export interface Case<T extends KubeObject, Names extends FactName> {
  readonly object: T;
  readonly facts: Known<Names>;
}

/** One law about objects of one kind. */
export interface Rule<T extends KubeObject = KubeObject> {
  /** `<kind>.<name>`, which is also the file's path below `policy/`. */
  readonly id: string;
  readonly operations: readonly Operation<T>['type'][];
  /** On UPDATE the rule is asked only when one of these fields changed: a bad field that is stored does not block an unrelated change. */
  readonly fields: readonly string[];
  readonly needs: readonly FactName[];
  check(subject: { object: T; facts: Facts }): readonly Objection[];
}

interface RuleDefinition<T extends KubeObject, Names extends FactName> extends Omit<Rule<T>, 'needs' | 'check'> {
  readonly needs: readonly Names[];
  check(subject: Case<T, Names>): readonly Objection[];
}

/** Defines a rule for one kind. The judge reads `needs` and never calls a check whose facts are missing. */
export function defineRule<T extends KubeObject>() {
  return <Names extends FactName>(rule: RuleDefinition<T, Names>): Rule<T> => ({
    ...rule,
    check: ({ object, facts }) => rule.check({ object, facts: facts as Known<Names> }),
  });
}

/** No objection. */
export const allow: readonly Objection[] = [];

/** One denial: the field, what is wrong with it, what to do instead. */
export function deny(path: string, fault: Message, wayOut: Message): readonly Objection[] {
  return [{ severity: 'deny', path, fault, wayOut }];
}
