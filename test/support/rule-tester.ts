import { describe, expect, it } from 'vitest';
import { textOf, languages } from '../../shared/messages/text.ts';
import type { Message } from '../../shared/messages/message.ts';
import type { Facts } from '../../shared/model/facts.ts';
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

/** A write that a rule denies, and what it says of it. */
export interface DeniedCase<T extends KubeObject> extends AllowedCase<T>, Pick<Finding, 'path' | 'fault' | 'wayOut'> {}

/** Writes on both sides of a rule. */
export interface RuleCases<T extends KubeObject> {
  /** The fields for whose change an UPDATE is judged. */
  readonly fields: readonly string[];
  readonly allows: readonly AllowedCase<T>[];
  readonly denies: readonly DeniedCase<T>[];
}

const create = { type: 'CREATE' } as const;

/**
 * Tests a rule as both programs ask it: through the judge. Besides the cases it tests, with every denied object, what holds of all rules:
 * the objection has a text in every language, a missing fact is told and not judged, and an UPDATE is judged only where it changes
 * a field of the rule.
 */
export function testRule<T extends KubeObject>(rule: Rule<T>, { fields, allows, denies }: RuleCases<T>): void {
  const verdict = (object: T, facts: Facts, operation: Operation<T> = create) => {
    const { findings, unasked } = judge(operation, object, facts);
    return { findings: findings.filter((finding) => finding.rule === rule.id), unasked: unasked.filter((each) => each.rule === rule.id) };
  };
  const silence = { findings: [], unasked: [] };

  describe(rule.id, () => {
    it('is asked when an object is made and when one of its fields changes', () => {
      expect(rule.operations).toEqual(['CREATE', 'UPDATE']);
      expect(rule.fields.toSorted()).toEqual(fields.toSorted());
    });

    it.each(allows)('allows $title', ({ object, facts, operation }) => {
      expect(verdict(object, facts, operation)).toEqual(silence);
    });

    describe.each(denies)('denies $title', ({ object, facts, operation, path, fault, wayOut }) => {
      it('with its id, the field and the data', () => {
        const finding = { rule: rule.id, severity: 'deny', path, fault, wayOut };
        expect(verdict(object, facts, operation)).toEqual({ findings: [finding], unasked: [] });
      });

      it.each(languages)('in words of %s without gaps', (language) => {
        const [finding] = verdict(object, facts, operation).findings;
        for (const said of [finding?.fault, finding?.wayOut]) expect(said === undefined ? '' : textOf(said, language)).toMatch(/^[^{}]+$/);
      });

      it.each(rule.needs)('not without knowing %s', (fact) => {
        expect(verdict(object, { ...facts, [fact]: undefined }, operation)).toEqual({ findings: [], unasked: [{ rule: rule.id, fact }] });
      });

      it('not when an UPDATE leaves the fields of the rule as they are', () => {
        const old = { ...object, metadata: { ...object.metadata, annotations: { unrelated: 'change' } } };
        expect(verdict(object, facts, { type: 'UPDATE', old })).toEqual(silence);
      });

      it.each(fields)('also when an UPDATE changes %s', (field) => {
        const update = { type: 'UPDATE', old: withOther(object, field) } as const;
        expect(verdict(object, facts, update).findings.map((finding): Message => finding.fault)).toEqual([fault]);
      });
    });
  });
}

/** A copy of an object in which the field at a dotted path has another value. */
function withOther<T extends object>(object: T, path: string): T {
  const [key = '', ...rest] = path.split('.');
  const value: unknown = Reflect.get(object, key);
  const other = rest.length > 0 && typeof value === 'object' && value !== null ? withOther(value, rest.join('.')) : 'something-else';
  return { ...object, [key]: other };
}
