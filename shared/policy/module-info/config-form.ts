import { message, type Message } from '../../messages/message.ts';
import type { Limit } from '../../model/form-field.ts';
import type { FormProblem } from '../../model/form-report.ts';
import type { Wanted } from '../../model/form-value.ts';
import { type Form, formProblems } from '../../model/form.ts';
import { configOf, type ModuleConfigSpec } from '../../model/module-config.ts';
import type { ModuleInfo } from '../../model/module-info.ts';
import { allow, defineRule, lacking, type Objection, type Operation } from '../rule.ts';

/** How many values an objection lists, and how much of each it shows. */
const shown = 10;
const longest = 100;

/**
 * The config of a plugin is what the form of its version takes.
 *
 * Looks at: `.spec.config`
 * Allows:   an absent value that is not required; the publisher's own defaults; everything of a version without ModuleConfig, which another
 *           rule denies
 * Denies:   a value of another type than the field has, or than its default has where no field describes it; a value that is not among those
 *           to select from, or beyond `validation:*`; a required value that is missing
 * Warns:    of a field that the form does not have, and of one that has no effect because of another field
 */
export const configForm = defineRule<ModuleInfo>()({
  id: 'module-info.config-form',
  operations: ['CREATE', 'UPDATE'],
  fields: ['spec.config'],
  needs: ['moduleConfigs'],
  check({ operation, object, facts: { moduleConfigs } }) {
    const published = configOf(moduleConfigs, object.spec.version)?.spec;
    if (published === undefined) return allow;
    const { problems, unreadable } = formProblems(object.spec.config, formFor(operation.type, published));
    if (problems.length === 0 && unreadable) return lacking('moduleConfigs');
    const plugin = { plugin: published.name, version: object.spec.version };
    return problems.map((problem): Objection => {
      const { severity, path } = problem;
      return { severity, path, fault: faultOf(problem, plugin), wayOut: wayOutOf(problem, plugin) };
    });
  },
});

/** What is edited may be less than what was asked for at first, and is known all the same. */
function formFor(operation: Operation<ModuleInfo>['type'], published: ModuleConfigSpec): Form {
  const { config: defaults, deployDescriptors: deploy = [], editDescriptors: edit = [] } = published;
  const descriptors = operation === 'UPDATE' && edit.length > 0 ? edit : deploy;
  return { descriptors, defaults, otherPaths: [...deploy, ...edit].map(({ path }) => path) };
}

interface Plugin {
  readonly plugin: string;
  readonly version: string;
}

const limits = {
  minimum: 'rule.module-info.config-form.minimum',
  maximum: 'rule.module-info.config-form.maximum',
  minLength: 'rule.module-info.config-form.min-length',
  maxLength: 'rule.module-info.config-form.max-length',
} as const satisfies Record<Limit, string>;

const types = {
  number: 'rule.module-info.config-form.number',
  text: 'rule.module-info.config-form.text',
  list: 'rule.module-info.config-form.list',
  mapping: 'rule.module-info.config-form.mapping',
} as const satisfies Record<Exclude<Wanted, 'boolean'>, string>;

/** What is wrong, in a sentence that can stand alone. It never shows the value, which may be a secret. */
function faultOf(problem: FormProblem, plugin: Plugin): Message {
  const { field } = problem;
  if ('limit' in problem) return message(limits[problem.kind], { field, limit: problem.limit });
  switch (problem.kind) {
    case 'type':
      return typeFault(field, problem.wanted);
    case 'select':
      return message('rule.module-info.config-form', { field, allowed: brief(problem.allowed) });
    case 'pattern':
      return message('rule.module-info.config-form.pattern', { field, pattern: cut(problem.pattern) });
    case 'required':
      return message('rule.module-info.config-form.required', { field });
    case 'idle':
      return message('rule.module-info.config-form.idle', { field, other: cut(problem.other), values: brief(problem.values) });
    case 'unknown':
      return unknownFault(field, problem.nearest, plugin);
  }
}

function typeFault(field: string, wanted: Wanted): Message {
  if (wanted === 'boolean') return message('rule.module-info.config-form', { field, allowed: ['true', 'false'] });
  return message(types[wanted], { field });
}

function unknownFault(field: string, nearest: string | undefined, plugin: Plugin): Message {
  if (nearest === undefined) return message('rule.module-info.config-form.unknown', { field, ...plugin });
  return message('rule.module-info.config-form.unknown.nearest', { field, ...plugin, nearest });
}

function wayOutOf(problem: FormProblem, plugin: Plugin): Message {
  const { field, kind } = problem;
  if (kind === 'required') return message('rule.module-info.config-form.required.way-out', { field });
  if (kind === 'unknown') return message('rule.module-info.config-form.unknown.way-out');
  if (kind === 'idle') return message('rule.module-info.config-form.idle.way-out', { field, other: cut(problem.other) });
  if (kind === 'type' && problem.wanted === 'text') return message('rule.module-info.config-form.text.way-out');
  return message('rule.module-info.config-form.way-out', { ...plugin });
}

function brief(values: readonly string[]): string[] {
  return values.slice(0, shown).map(cut);
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
