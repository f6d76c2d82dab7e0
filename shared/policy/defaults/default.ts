import type { Message } from '../../messages/message.ts';
import type { FactName, Facts } from '../../model/facts.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Operation } from '../rule.ts';

/** One field that is given a value, and the words for whoever wrote the object. */
export interface Setting {
  /** The keys that lead to the field: `['spec', 'installPlanApproval']`. */
  readonly path: readonly string[];
  readonly value: string;
  readonly warning: Message;
}

/**
 * One field that gets a value where its writer left it open. Asked again about what it made, it has nothing to add.
 * Unlike a rule it also decides where its facts could not be read.
 */
export interface Default<T extends KubeObject = KubeObject> {
  /** `<kind>.<name>`, in one row with the ids of the rules. */
  readonly id: string;
  readonly operations: readonly Operation<T>['type'][];
  readonly needs: readonly FactName[];
  /** Whether the field is open, so that the facts are worth reading. */
  concerns(operation: Operation<T>, object: T): boolean;
  /** The value for an open field; undefined where it stays open. */
  settle(object: T, facts: Facts): Setting | undefined;
}
