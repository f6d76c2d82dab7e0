import type { Message, MessageId } from '../messages/message.ts';
import type { FactName, Facts, Unknown } from '../model/facts.ts';
import type { KubeObject } from '../model/object.ts';

/** What an objection weighs: a denial stops the write, a warning is only shown. */
export type Severity = 'deny' | 'warn';

/** How an API server says that something stands in the way of a write that is lawful in itself. */
export type ConflictReason = 'AlreadyExists' | 'Conflict';

/** One objection: which rule, about which field, and why. Prose lives in `messages/`. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** The field in question: `spec.installPlanApproval`. */
  readonly path: string;
  readonly fault: Message;
  readonly wayOut: Message;
  /** Given where the object itself is not at fault: another one is in its place. */
  readonly conflict?: ConflictReason;
  /** Seconds after which it is worth trying again, where that is known. */
  readonly retryAfter?: number;
}

/** A rule that could not be asked because a fact it needs could not be read. Ignorance never silently allows: the caller decides. */
export interface Unasked {
  readonly rule: string;
  readonly fact: Unknown;
}

/** What a write does. An update carries what is stored now, a create the name that was asked for where the request has one. */
export type Operation<T extends KubeObject> =
  | { readonly type: 'CREATE'; readonly requestedName?: string }
  | { readonly type: 'UPDATE'; readonly old: T };

/** An objection as a rule states it, without the rule's name. */
export type Objection = Omit<Finding, 'rule'>;

/** What a check finds: objections, or what it lacks in order to find any. */
export type Answer = readonly Objection[] | { readonly lacks: Unknown };

/** The facts a rule asked for, read: none of them is missing any more. */
export type Known<Names extends FactName> = { readonly [Name in Names]-?: Exclude<Facts[Name], undefined> };

/** What a check gets. */
export interface Case<T extends KubeObject, Names extends FactName> {
  readonly operation: Operation<T>;
  readonly object: T;
  readonly facts: Known<Names>;
}

/** One question of a ValidatingAdmissionPolicy, so that the API server itself denies what the check denies, in the same words. */
export interface CelCheck {
  readonly path: string;
  /** True for what is lawful; it has to be total, because an error denies. */
  readonly expression: string;
  readonly fault: MessageId;
  readonly wayOut: MessageId;
  /** The data of both messages, as CEL expressions of type string. */
  readonly data: Readonly<Record<string, string>>;
}

/** What a cluster is to the platform. */
export type PlatformRole = 'global' | 'workload';

/** One law about objects of one kind. */
export interface Rule<T extends KubeObject = KubeObject> {
  /** `<kind>.<name>`, which is also the file's path below `policy/`. */
  readonly id: string;
  readonly operations: readonly Operation<T>['type'][];
  /** On UPDATE the rule is asked only when one of these fields changed: a bad field that is stored does not block an unrelated change. */
  readonly fields: readonly string[];
  readonly needs: readonly FactName[];
  /** It denies because something is not there: whoever remembers facts reads them anew before such a denial. */
  readonly deniesAbsence?: true;
  /** Given for rules about the object alone: the API server asks them itself, and the webhook does not. */
  readonly cel?: readonly CelCheck[];
  /** Where the policy of the rule is installed, if not on the clusters that the rule's kind is judged on. */
  readonly role?: PlatformRole;
  check(subject: { operation: Operation<T>; object: T; facts: Facts }): Answer;
}

interface RuleDefinition<T extends KubeObject, Names extends FactName> extends Omit<Rule<T>, 'needs' | 'check'> {
  readonly needs: readonly Names[];
  check(subject: Case<T, Names>): Answer;
}

/** Defines a rule for one kind. The judge reads `needs` and never calls a check whose facts are missing. */
export function defineRule<T extends KubeObject>() {
  return <Names extends FactName>(rule: RuleDefinition<T, Names>): Rule<T> => ({
    ...rule,
    check: ({ operation, object, facts }) => rule.check({ operation, object, facts: facts as Known<Names> }),
  });
}

/** No objection. */
export const allow: readonly Objection[] = [];

/** One denial: the field, what is wrong with it, what to do instead. */
export function deny(path: string, fault: Message, wayOut: Message): readonly Objection[] {
  return [{ severity: 'deny', path, fault, wayOut }];
}

/** One remark that stops nothing. */
export function warn(path: string, fault: Message, wayOut: Message): readonly Objection[] {
  return [{ severity: 'warn', path, fault, wayOut }];
}

/** One denial of something that is lawful in itself: another object is in its place. */
export function denyConflict(conflict: ConflictReason, path: string, fault: Message, wayOut: Message): readonly Objection[] {
  return [{ severity: 'deny', path, fault, wayOut, conflict }];
}

/** No verdict: something is there that nobody can read, or its controller has not written it yet. */
export function lacking(fact: Unknown): Answer {
  return { lacks: fact };
}
