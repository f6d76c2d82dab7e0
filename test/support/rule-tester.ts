import { describe, expect, it } from 'vitest';
import { textOf, languages } from '../../shared/messages/text.ts';
import type { Message } from '../../shared/messages/message.ts';
import type { Facts, Unknown } from '../../shared/model/facts.ts';
import { keysOf } from '../../shared/model/field-path.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { judge } from '../../shared/policy/judge.ts';
import type { Finding, Operation, Rule } from '../../shared/policy/rule.ts';

/** A write that a rule has nothing against. */
export interface AllowedCase<T extends KubeObject> {
  readonly title: string;
  readonly object: T;
  readonly facts: Facts;
  /** A CREATE where nothing is said. */
  readonly operation?: Operation<T>;
}

/** A write that a rule denies, or remarks on, and what it says of it. */
export interface ObjectedCase<T extends KubeObject> extends AllowedCase<T>, Pick<Finding, 'path' | 'fault' | 'wayOut' | 'conflict'> {
  /** For a case that an UPDATE of the same fields does not share. */
  readonly isOfCreate?: boolean;
}

/** A write about which a rule cannot tell, and what it lacks, although all facts were read. */
export interface UnknownCase<T extends KubeObject> extends AllowedCase<T> {
  readonly lacks: Unknown;
}

/** Writes on both sides of a rule. */
export interface RuleCases<T extends KubeObject> {
  /** Both operations where nothing is said. */
  readonly operations?: readonly Operation<T>['type'][];
  /** The fields for whose change an UPDATE is judged. */
  readonly fields: readonly string[];
  readonly allows: readonly AllowedCase<T>[];
  readonly denies?: readonly ObjectedCase<T>[];
  readonly warns?: readonly ObjectedCase<T>[];
  readonly leaves?: readonly UnknownCase<T>[];
}

const create = { type: 'CREATE' } as const;

/**
 * Tests a rule as both programs ask it: through the judge. Besides the cases it tests, with every object that it has something against, what
 * holds of all rules: the objection has a text in every language, a missing fact is told and not judged, and an UPDATE is judged only where
 * it changes a field of the rule.
 */
export function testRule<T extends KubeObject>(rule: Rule<T>, cases: RuleCases<T>): void {
  const { operations = ['CREATE', 'UPDATE'], fields, allows, denies = [], warns = [], leaves = [] } = cases;
  const verdict = (object: T, facts: Facts, operation: Operation<T> = create) => {
    const { findings, unasked } = judge(operation, object, facts);
    return { findings: findings.filter((finding) => finding.rule === rule.id), unasked: unasked.filter((each) => each.rule === rule.id) };
  };
  const silence = { findings: [], unasked: [] };
  const onUpdate = (rule.operations as readonly string[]).includes('UPDATE');

  describe(rule.id, () => {
    it('is asked when it has to be', () => {
      expect(rule.operations).toEqual(operations);
      expect(rule.fields.toSorted()).toEqual(fields.toSorted());
    });

    it.each(allows)('allows $title', ({ object, facts, operation }) => {
      expect(verdict(object, facts, operation)).toEqual(silence);
    });

    it.each(leaves)('cannot tell about $title', ({ object, facts, operation, lacks }) => {
      expect(verdict(object, facts, operation)).toEqual({ findings: [], unasked: [{ rule: rule.id, fact: lacks }] });
    });

    const objected = [
      ...denies.map((each) => ({ ...each, severity: 'deny', does: 'denies' })),
      ...warns.map((each) => ({ ...each, severity: 'warn', does: 'warns of' })),
    ];
    describe.each(objected)('$does $title', ({ object, facts, operation, severity, path, fault, wayOut, conflict, isOfCreate = false }) => {
      it('with its id, the field and the data', () => {
        const finding = { rule: rule.id, severity, path, fault, wayOut, ...(conflict === undefined ? {} : { conflict }) };
        const { findings, unasked } = verdict(object, facts, operation);
        expect(findings).toContainEqual(finding);
        expect(unasked).toEqual([]);
      });

      it.each(languages)('in words of %s without gaps', (language) => {
        const said = verdict(object, facts, operation).findings.flatMap((finding) => [finding.fault, finding.wayOut]);
        expect(said.length).toBeGreaterThan(0);
        for (const each of said) expect(textOf(each, language)).toMatch(/^[^{}]+$/);
      });

      it.each(rule.needs)('not without knowing %s', (fact) => {
        expect(verdict(object, { ...facts, [fact]: undefined }, operation)).toEqual({ findings: [], unasked: [{ rule: rule.id, fact }] });
      });

      it('not when an UPDATE leaves the fields of the rule as they are', () => {
        const old = { ...object, metadata: { ...object.metadata, managedFields: [] } };
        expect(verdict(object, facts, { type: 'UPDATE', old })).toEqual(silence);
      });

      // What an UPDATE with a past of its own is denied for depends on that past.
      it.each(onUpdate && !isOfCreate && operation?.type !== 'UPDATE' ? fields : [])('also when an UPDATE changes %s', (field) => {
        const update = { type: 'UPDATE', old: withOther(object, keysOf(field)) } as const;
        expect(verdict(object, facts, update).findings.map((finding): Message => finding.fault)).toContainEqual(fault);
      });
    });
  });
}

/** A copy of an object in which the field at a path has another value. */
function withOther<T extends object>(object: T, [key = '', ...rest]: readonly string[]): T {
  const value: unknown = Reflect.get(object, key);
  const inside = typeof value === 'object' && value !== null ? value : {};
  return { ...object, [key]: rest.length > 0 ? withOther(inside, rest) : 'something-else' };
}
