import { faultsIn, type Matches } from './form-fault.ts';
import { type Condition, type Field, isIndex, readField, type Step, stepsOf, valueAt } from './form-field.ts';
import { patternMatcher } from './form-pattern.ts';
import { FormReport, type FormVerdict, look, pathBelow, root } from './form-report.ts';
import { checkShape } from './form-shape.ts';
import { deepest, treeOf } from './form-tree.ts';
import { isBlank, isMapping, isMissing, ownValue, scalarLike } from './form-value.ts';
import type { FormDescriptor } from './module-config.ts';

/** The form of a plugin in one version. */
export interface Form {
  readonly descriptors: readonly FormDescriptor[];
  /** The `spec.config` of the ModuleConfig. */
  readonly defaults: unknown;
  /** Fields of another form of the same version, which are therefore not unknown. */
  readonly otherPaths?: readonly string[];
}

/** No form has more fields. */
const most = 1000;

/** Says what is wrong with the `spec.config` of a ModuleInfo. It never throws, whatever the two are. */
export function formProblems(config: unknown, { descriptors, defaults, otherPaths = [] }: Form): FormVerdict {
  const report = new FormReport();
  const fields = withGates(readFields(descriptors, defaults, report));
  const matches = patternMatcher((units) => report.spend(units));
  const idle = checkFields(fields, { config, defaults, report, matches });
  checkShape(config, treeOf({ fields, defaults, otherPaths: otherPaths.slice(0, most) }, report), idle, report);
  return report.verdict();
}

interface Survey {
  readonly config: unknown;
  readonly defaults: unknown;
  readonly report: FormReport;
  readonly matches: Matches;
}

/** One value of a field; a field below a list has as many as the list has entries. */
interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly indices: readonly number[];
}

function readFields(descriptors: readonly FormDescriptor[], defaults: unknown, report: FormReport): Field[] {
  const fields = descriptors.slice(0, most).map((each) => readField(each, defaults));
  const near = fields.filter(({ steps }) => steps.length <= deepest);
  if (near.length < descriptors.length) report.miss();
  return near.filter(({ steps }) => steps.length > 0);
}

/** The fields, with what others say of when they count. Where several others speak of a field, all of them have to let it. */
function withGates(fields: readonly Field[]): Field[] {
  const gates = new Map<string, Map<string, Gate>>();
  for (const { path, steps, gates: opened } of fields) {
    for (const { path: gated, value } of opened) {
      const name = nameOf(stepsOf(gated));
      const before = gates.get(name) ?? new Map<string, Gate>();
      const gate = before.get(path) ?? { path, steps, values: new Set() };
      gate.values.add(value);
      gates.set(name, before.set(path, gate));
    }
  }
  return fields.map((field) => ({ ...field, conditions: [...field.conditions, ...(gates.get(nameOf(field.steps))?.values() ?? [])] }));
}

interface Gate extends Condition {
  readonly values: Set<string>;
}

function nameOf(steps: readonly Step[]): string {
  return JSON.stringify(steps);
}

/** Judges the values of fields that count; the paths of the others are returned. A path described twice counts where one description does. */
function checkFields(fields: readonly Field[], survey: Survey): ReadonlySet<string> {
  const counting = new Set<string>();
  const idle = new Map<string, { readonly condition: Condition; readonly isSet: boolean }>();
  for (const field of fields) {
    for (const place of placesOf(field, survey)) {
      const condition = unmet(field, place, survey);
      if (condition === undefined) {
        counting.add(place.path);
        checkField(field, place, survey);
      } else idle.set(place.path, { condition, isSet: isSet(place.value, field.fallback) });
    }
  }
  const quiet = [...idle].filter(([path]) => !counting.has(path));
  for (const [path, { condition }] of quiet.filter(([, each]) => each.isSet)) {
    survey.report.add('warn', path, { kind: 'idle', other: condition.path, values: [...condition.values] });
  }
  return new Set(quiet.map(([path]) => path));
}

/** What keeps a field from counting. */
function unmet({ conditions }: Field, { indices }: Place, { config, defaults }: Survey): Condition | undefined {
  return conditions.find(({ steps, values }) => {
    const value = valueAt(config, steps, indices) ?? valueAt(defaults, steps);
    return scalarLike(value) === undefined || !values.has(String(value));
  });
}

function checkField(field: Field, { value, path }: Place, { report, matches }: Survey): void {
  if (!report.spend(sizeOf(value) * (look + field.options.length))) return;
  for (const { fault, index } of faultsIn(value, field, matches)) {
    if (fault.kind === 'unreadable') report.miss();
    else report.add('deny', index === undefined ? path : `${path}[${index}]`, fault);
  }
}

function placesOf({ steps, conditions }: Field, { config, report }: Survey): Place[] {
  const cost = look * (1 + conditions.length);
  return steps.reduce<Place[]>(
    (places, step) => places.flatMap((place) => (report.spend(cost * sizeOf(place.value)) ? placesBelow(place, step) : [])),
    [{ value: config, path: root, indices: [] }],
  );
}

function sizeOf(value: unknown): number {
  return Array.isArray(value) ? 1 + value.length : 1;
}

/** One step further. What is not a mapping or a list has nothing there; that it should be one is said elsewhere. */
function placesBelow({ value, path, indices }: Place, step: Step): Place[] {
  if (isIndex(step)) {
    const entries: unknown[] = Array.isArray(value) ? value : [];
    return entries.map((entry, index) => ({ value: entry, path: `${path}[${index}]`, indices: [...indices, index] }));
  }
  return isMissing(value) || isMapping(value) ? [{ value: ownValue(value, step), path: pathBelow(path, step), indices }] : [];
}

/** Whether somebody has set a field. What a mapping holds is set by itself. */
function isSet(value: unknown, fallback: unknown): boolean {
  if (isBlank(value) || isMapping(value)) return false;
  if (!Array.isArray(value) || !Array.isArray(fallback)) return value !== fallback;
  return value.length !== fallback.length || value.some((entry, index) => entry !== fallback[index]);
}
