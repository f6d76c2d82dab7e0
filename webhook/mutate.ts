import { isMapping } from '../shared/cluster/fields.ts';
import type { JsonPatchOperation } from '../shared/cluster/cluster.ts';
import { defaults } from '../shared/policy/defaults/index.ts';
import type { Default, Setting } from '../shared/policy/defaults/default.ts';
import { isBeingDeleted, isExempt } from './exemptions.ts';
import type { FactSource } from './facts/index.ts';
import type { Decide } from './review.ts';
import { subjectOf, type Write } from './subject.ts';
import { misshapen, notJudged } from './verdicts.ts';
import { warningOf } from './words.ts';

/** What the mutating half works with. */
export interface MutateParts {
  readonly facts: FactSource;
}

/** Makes the mutating half: fields that were left open get their defaults, and the writer is told. */
export function createMutate({ facts }: MutateParts): Decide {
  return async (request, budget) => {
    const subject = subjectOf(request);
    if (subject.is === 'foreign') return notJudged(request);
    // OLM may run among the platform's own, and what it makes for a dependency is to become Manual whoever made it.
    if (subject.kind === 'Subscription' ? isBeingDeleted(request) : isExempt(request)) return {};
    if (subject.is === 'misshapen') return misshapen(request, subject);
    const settings = await settingsFor(subject, facts, budget);
    return {
      operations: settings.flatMap((setting) => operationsFor(subject.object, setting)),
      warnings: settings.map(({ warning }) => warningOf(warning)),
    };
  };
}

async function settingsFor({ kind, operation, object }: Write, facts: FactSource, budget: number): Promise<Setting[]> {
  const open = rowOf(kind).filter((each) => each.operations.includes(operation.type) && each.concerns(operation, object));
  if (open.length === 0) return [];
  const known = await facts.gather(object, [...new Set(open.flatMap(({ needs }) => needs))], { budget, fresh: false });
  return open.map((each) => each.settle(object, known)).filter((setting) => setting !== undefined);
}

/** The kind decides the row of the record, and the row decides the type of its defaults. */
function rowOf(kind: Write['kind']): readonly Default[] {
  return defaults[kind];
}

/** The JSON patch (RFC 6902) that gives one field a value: what leads to it is made where it is absent. */
export function operationsFor(object: object, { path, value }: Pick<Setting, 'path' | 'value'>): JsonPatchOperation[] {
  const operations: JsonPatchOperation[] = [];
  let place: unknown = object;
  for (const [index, key] of path.entries()) {
    const inside: unknown = isMapping(place) ? place[key] : undefined;
    const pointer = pointerTo(path.slice(0, index + 1));
    if (index === path.length - 1) operations.push({ op: inside === undefined ? 'add' : 'replace', path: pointer, value });
    else if (!isMapping(inside)) operations.push({ op: 'add', path: pointer, value: {} });
    place = inside;
  }
  return operations;
}

/** A JSON pointer (RFC 6901). */
function pointerTo(keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
