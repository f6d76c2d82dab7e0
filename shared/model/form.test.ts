import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Form, formProblems } from './form.ts';
import type { FormDescriptor } from './module-config.ts';

/** A field with the words of its x-descriptors; those without a place of their own are `com.tectonic.ui`. */
function field(path: string, ...words: string[]): FormDescriptor {
  const own = /^(com\.tectonic\.default|io\.kubernetes|oneOf|label|description):/;
  return { path, 'x-descriptors': words.map((word) => `urn:alm:descriptor:${own.test(word) ? '' : 'com.tectonic.ui:'}${word}`) };
}

function form(defaults: unknown, ...descriptors: FormDescriptor[]): Form {
  return { descriptors, defaults };
}

/** The form of one field `x` without a default, with a value in it. */
function verdictOn(value: unknown, words: readonly string[], defaults: unknown = {}) {
  return formProblems({ x: value }, form(defaults, field('x', ...words)));
}

const nothing = { problems: [], unreadable: false };
const denial = (path: string, fault: object) => ({ path, field: path.replace(/^spec\.config\.?/, '') || path, severity: 'deny', ...fault });
const remark = (path: string, fault: object) => ({ ...denial(path, fault), severity: 'warn' });

const gpu = form(
  { custom: { mps_enable: false, pgpu_enable: false, vgpu_enable: false } },
  field('custom.pgpu_enable', 'booleanSwitch', 'com.tectonic.default:false'),
  field('custom.vgpu_enable', 'booleanSwitch'),
  field('custom.mps_enable', 'booleanSwitch'),
);

describe('the value of a field', () => {
  it.each([
    { words: ['booleanSwitch'], value: true },
    { words: ['booleanSwitch'], value: false },
    { words: ['booleanSwitch', 'select:true'], value: true },
    { words: ['number'], value: 0 },
    { words: ['number'], value: -1.5 },
    { words: ['number', 'select:1.0', 'select:3'], value: 1 },
    { words: ['text'], value: '1.10' },
    { words: ['text'], value: '' },
    { words: ['textarea'], value: 'a\nb' },
    { words: ['hidden'], value: 'text' },
    { words: ['hidden', 'booleanSwitch'], value: true },
    { words: ['select:a', 'select:b'], value: 'b' },
    { words: ['select:a:b'], value: 'a:b' },
    { words: ['select:true'], value: 'true' },
    { words: ['select:a'], value: '' },
    { words: ['select:'], value: 5 },
    { words: ['select:a', 'select:b', 'multiple'], value: ['b', 'a'] },
    { words: ['select:a', 'multiple'], value: [] },
    { words: ['number', 'multiple'], value: [1, 2] },
    { words: ['multiple', 'io.kubernetes:Secret?=isGlobal=true'], value: ['one', 'two'] },
    { words: ['yaml'], value: 'a: b' },
    { words: ['yaml'], value: { a: [1, { b: null }] } },
    { words: ['yaml', 'select:a'], value: {} },
    { words: ['arrayFieldGroup:x'], value: [{ a: 1 }, {}] },
    { words: ['arrayFieldGroup:x', 'text'], value: [{ a: 1 }] },
    { words: ['io.kubernetes:StorageClass'], value: 'local' },
    { words: ['fieldGroup:storage', 'advanced', 'label:en:Storage', 'description:en:where'], value: { any: 'thing' } },
    { words: ['something:new'], value: 5 },
    { words: ['text'], value: undefined },
    { words: ['text'], value: null },
    { words: ['booleanSwitch', 'number'], value: true },
  ])('$value is fine for $words', ({ words, value }) => {
    expect(verdictOn(value, words)).toEqual(nothing);
  });

  it.each<{ words: string[]; value: unknown; wanted: string }>([
    { words: ['booleanSwitch'], value: 'true', wanted: 'boolean' },
    { words: ['booleanSwitch'], value: 1, wanted: 'boolean' },
    { words: ['booleanSwitch'], value: '', wanted: 'boolean' },
    { words: ['booleanSwitch', 'select:true'], value: 'true', wanted: 'boolean' },
    { words: ['number'], value: '3', wanted: 'number' },
    { words: ['number'], value: Number.POSITIVE_INFINITY, wanted: 'number' },
    { words: ['number', 'select:3'], value: '3', wanted: 'number' },
    { words: ['text'], value: 1.1, wanted: 'text' },
    { words: ['text'], value: true, wanted: 'text' },
    { words: ['text'], value: ['a'], wanted: 'text' },
    { words: ['textarea'], value: {}, wanted: 'text' },
    { words: ['hidden'], value: 5, wanted: 'text' },
    { words: ['select:true', 'select:false'], value: true, wanted: 'text' },
    { words: ['select:a'], value: { toString: 'a' }, wanted: 'text' },
    { words: ['select:a', 'multiple'], value: 'a', wanted: 'list' },
    { words: ['arrayFieldGroup:x'], value: { a: 1 }, wanted: 'list' },
  ])('$value has to be $wanted for $words', ({ words, value, wanted }) => {
    expect(verdictOn(value, words)).toEqual({ ...nothing, problems: [denial('spec.config.x', { kind: 'type', wanted })] });
  });

  it('is one of those to select from', () => {
    const words = ['select:small', 'select:big'];
    const fault = { kind: 'select', allowed: ['small', 'big'] };
    expect(verdictOn('Big', words).problems).toEqual([denial('spec.config.x', fault)]);
    expect(verdictOn(['big', 'huge', 'small'], [...words, 'multiple']).problems).toEqual([denial('spec.config.x[1]', fault)]);
  });

  it('is told by the entry where it is a list', () => {
    expect(verdictOn([1, '2', null], ['number', 'multiple']).problems).toEqual([
      denial('spec.config.x[1]', { kind: 'type', wanted: 'number' }),
      denial('spec.config.x[2]', { kind: 'type', wanted: 'number' }),
    ]);
    expect(verdictOn([{}, 'a'], ['arrayFieldGroup:x']).problems).toEqual([denial('spec.config.x[1]', { kind: 'type', wanted: 'mapping' })]);
  });

  it('may be the default of the publisher, whatever the rest of the form says', () => {
    expect(verdictOn(0, ['number', 'validation:minimum:1'], { x: 0 })).toEqual(nothing);
    expect(verdictOn(5, ['text'], { x: 5 })).toEqual(nothing);
    expect(verdictOn('', ['number'], { x: '' }).problems).toHaveLength(1);
  });

  it('has the type of its default where no control names one', () => {
    expect(verdictOn(false, ['hidden'], { x: true })).toEqual(nothing);
    expect(verdictOn(3, ['select:1', 'select:3'], { x: 1 })).toEqual(nothing);
    expect(verdictOn(['b'], ['select:a', 'select:b'], { x: ['a'] })).toEqual(nothing);
    expect(verdictOn('yes', ['label:en:x'], { x: true }).problems).toEqual([denial('spec.config.x', { kind: 'type', wanted: 'boolean' })]);
    expect(verdictOn('a', ['fieldGroup:x'], { x: { y: 1 } }).problems).toEqual([
      denial('spec.config.x', { kind: 'type', wanted: 'mapping' }),
    ]);
  });
});

describe('validation', () => {
  it.each([
    { words: ['number', 'validation:minimum:1', 'validation:maximum:30'], values: [1, 30, 7.5] },
    { words: ['text', 'validation:minLength:2', 'validation:maxLength:3'], values: ['ab', 'abc', '', undefined] },
    { words: ['select:a', 'select:b', 'multiple', 'validation:maxLength:2'], values: [['a', 'b'], []] },
    { words: ['text', 'validation:pattern:^[a-z]+:\\d{2}$'], values: ['a:12', '', null] },
    { words: ['text', 'validation:pattern:b'], values: ['abc'] },
    { words: ['text', 'multiple', 'validation:pattern:^a'], values: [['a', 'ab']] },
    { words: ['number', 'validation:pattern:^a$'], values: [5] },
    { words: ['number', 'validation:unheard:1', 'validation:required:false'], values: [5, undefined] },
    { words: ['text', 'validation:required'], values: ['a'] },
    { words: ['booleanSwitch', 'validation:required'], values: [false] },
    { words: ['number', 'validation:required'], values: [0] },
    { words: ['text', 'validation:required', 'com.tectonic.default:a'], values: [undefined] },
  ])('$words allows $values', ({ words, values }) => {
    for (const value of values) expect(verdictOn(value, words)).toEqual(nothing);
  });

  it.each([
    { words: ['number', 'validation:minimum:1'], value: 0, fault: { kind: 'minimum', limit: 1 } },
    { words: ['number', 'validation:maximum: 30'], value: 30.1, fault: { kind: 'maximum', limit: 30 } },
    { words: ['text', 'validation:minLength:2'], value: 'a', fault: { kind: 'minLength', limit: 2 } },
    { words: ['text', 'validation:maxLength:2'], value: 'abc', fault: { kind: 'maxLength', limit: 2 } },
    { words: ['text', 'multiple', 'validation:maxLength:1'], value: ['abc', 'b'], fault: { kind: 'maxLength', limit: 1 } },
    {
      words: ['text', 'validation:pattern:^(?:\\d+\\.){3}\\d+$'],
      value: '10.0.0',
      fault: { kind: 'pattern', pattern: '^(?:\\d+\\.){3}\\d+$' },
    },
    { words: ['text', 'validation:required'], value: undefined, fault: { kind: 'required' } },
    { words: ['text', 'validation:required'], value: null, fault: { kind: 'required' } },
    { words: ['text', 'validation:required'], value: '', fault: { kind: 'required' } },
    { words: ['text', 'multiple', 'validation:required'], value: [], fault: { kind: 'required' } },
  ])('$words denies $value', ({ words, value, fault }) => {
    expect(verdictOn(value, words)).toEqual({ ...nothing, problems: [denial('spec.config.x', fault)] });
  });

  it('requires nothing that has a default, unless it is taken away', () => {
    const required = form({ a: { b: 'set' } }, field('a.b', 'text', 'validation:required'));
    expect(formProblems(undefined, required)).toEqual(nothing);
    expect(formProblems({ a: { b: '' } }, required).problems).toEqual([denial('spec.config.a.b', { kind: 'required' })]);
  });

  it('requires a field whose default is empty, and one below what is not there', () => {
    const required = form({ password: '' }, field('password', 'text', 'validation:required'), field('a.b', 'validation:required'));
    expect(formProblems({}, required).problems).toEqual([
      denial('spec.config.password', { kind: 'required' }),
      denial('spec.config.a.b', { kind: 'required' }),
    ]);
  });

  it.each([
    { title: 'looks ahead', pattern: '(?=look)ahead' },
    { title: 'is broken', pattern: '(a' },
    { title: 'repeats too often', pattern: 'a{1001}' },
    { title: 'is too large', pattern: '\\pL{900}\\pL{900}\\pL{900}' },
    { title: 'is too deep', pattern: '('.repeat(900) },
    { title: 'is too long', pattern: 'a'.repeat(5000) },
  ])('a pattern that $title is left to others', ({ pattern }) => {
    expect(verdictOn('aaa', ['text', `validation:pattern:${pattern}`])).toEqual({ problems: [], unreadable: true });
  });

  it('a limit that is no number is left to others, and the other limit still holds', () => {
    expect(verdictOn(5, ['number', 'validation:minimum:few'])).toEqual({ problems: [], unreadable: true });
    expect(verdictOn(5, ['number', 'validation:minimum:'])).toEqual({ problems: [], unreadable: true });
    expect(verdictOn(5, ['number', 'validation:minimum:few', 'validation:maximum:4']).problems).toHaveLength(1);
  });

  it('a pattern takes time by the length of the text only', () => {
    expect(verdictOn('a'.repeat(5000), ['text', 'validation:pattern:^(a+)+$(a|aa)*b']).problems).toHaveLength(1);
  });
});

describe('fields that depend on others', () => {
  const persistent = form({ storage: { enabled: false } }, field('storage.size', 'number', 'fieldDependency:storage.enabled:true'));
  const scaled = form(
    { scale: 'single' },
    field('scale', 'select:single', 'select:normal', 'oneOf:single:nodes.one', 'oneOf:normal:nodes.one:nodes.many'),
    field('nodes.one', 'text'),
    field('nodes.many', 'number', 'validation:required'),
  );

  it('count where the other has the value', () => {
    expect(formProblems({ storage: { enabled: true, size: 'a' } }, persistent).problems).toEqual([
      denial('spec.config.storage.size', { kind: 'type', wanted: 'number' }),
    ]);
    expect(formProblems({ scale: 'normal', nodes: { one: 'a' } }, scaled).problems).toEqual([
      denial('spec.config.nodes.many', { kind: 'required' }),
    ]);
  });

  it('are only remarked on where it has not, by what is set or else by its default', () => {
    const idle = { kind: 'idle', other: 'storage.enabled', values: ['true'] };
    expect(formProblems({ storage: { size: 'a' } }, persistent).problems).toEqual([remark('spec.config.storage.size', idle)]);
    expect(formProblems({ nodes: { one: 'a', many: 'b' } }, scaled).problems).toEqual([
      remark('spec.config.nodes.many', { kind: 'idle', other: 'scale', values: ['normal'] }),
    ]);
  });

  it('are not remarked on where nobody has set them', () => {
    const idle = (fallback: unknown) => form({ on: false, x: fallback }, field('x', 'fieldDependency:on:true', 'validation:required'));
    for (const [fallback, value] of [
      [undefined, undefined],
      [null, ''],
      [5, 5],
      [['a'], ['a']],
      [{ a: 1 }, { a: 'b' }],
    ]) {
      expect(formProblems({ x: value }, idle(fallback))).toEqual(nothing);
    }
    expect(formProblems({ x: ['b'] }, idle(['a'])).problems).toHaveLength(1);
  });

  it('may be described twice, once for each value', () => {
    const twice = form({}, field('x', 'number', 'fieldDependency:kind:n'), field('x', 'text', 'fieldDependency:kind:t'));
    expect(formProblems({ kind: 't', x: 'a' }, twice).problems).toEqual([remark('spec.config.kind', { kind: 'unknown', nearest: 'x' })]);
    expect(formProblems({ kind: 'n', x: 'a' }, twice).problems).toContainEqual(denial('spec.config.x', { kind: 'type', wanted: 'number' }));
  });

  it('depend on the same entry of a list', () => {
    const tasks = form({}, field('tasks[0].on', 'booleanSwitch'), field('tasks[0].at', 'number', 'fieldDependency:tasks[0].on:true'));
    const config = {
      tasks: [
        { on: false, at: 'a' },
        { on: true, at: 'b' },
      ],
    };
    expect(formProblems(config, tasks).problems.map(({ path, severity }) => [path, severity])).toEqual([
      ['spec.config.tasks[1].at', 'deny'],
      ['spec.config.tasks[0].at', 'warn'],
    ]);
  });

  it('count where the dependency cannot be read', () => {
    expect(verdictOn('a', ['number', 'fieldDependency:', 'fieldDependency:y']).problems).toHaveLength(1);
  });
});

describe('groups', () => {
  it.each(['tasks[0].name', 'tasks.name'])('hold lists of mappings, and %s is judged in each', (path) => {
    const group = form(
      { tasks: [] },
      field('tasks', 'arrayFieldGroup:tasks'),
      field(path, 'arrayFieldGroup:tasks', 'text', 'validation:required'),
    );
    expect(formProblems({ tasks: [] }, group)).toEqual(nothing);
    expect(formProblems({ tasks: [{ name: 'a' }, {}, { name: 5 }, 'b', { name: 'c', nme: 1 }] }, group).problems).toEqual([
      denial('spec.config.tasks[1].name', { kind: 'required' }),
      denial('spec.config.tasks[2].name', { kind: 'type', wanted: 'text' }),
      denial('spec.config.tasks[3]', { kind: 'type', wanted: 'mapping' }),
      remark('spec.config.tasks[4].nme', { kind: 'unknown', nearest: 'tasks[0].name' }),
    ]);
    expect(formProblems({ tasks: { name: 'a' } }, group).problems).toEqual([denial('spec.config.tasks', { kind: 'type', wanted: 'list' })]);
  });

  it('may have more keys in their default entries, which are no defaults of others', () => {
    const group = form({ tasks: [{ name: 'a', at: 1 }] }, field('tasks[0].name', 'text', 'validation:required'));
    expect(formProblems({ tasks: [{ name: 'b', at: 2 }] }, group)).toEqual(nothing);
    expect(formProblems({ tasks: [{ at: 'now' }] }, group).problems).toEqual([
      denial('spec.config.tasks[0].name', { kind: 'required' }),
      denial('spec.config.tasks[0].at', { kind: 'type', wanted: 'number' }),
    ]);
  });

  it('are left alone where they do not count', () => {
    const group = form({ on: false }, field('tasks', 'arrayFieldGroup:tasks', 'fieldDependency:on:true'));
    expect(formProblems({ tasks: 'none' }, group).problems.map(({ kind }) => kind)).toEqual(['idle']);
  });
});

describe('what has no descriptor', () => {
  const plain = form({ text: 'a', count: 1, on: true, list: [1], any: null, free: {}, deep: { er: { count: 1 } } });

  it.each([
    {},
    { text: 'b', count: 2.5, on: false, list: ['a', {}], any: { x: [] }, free: { 'a/b': 1 }, deep: { er: { count: 2 } } },
    { text: null, deep: null },
    { any: 'text', deep: { er: {} } },
  ])('may be %j by its defaults', (config) => {
    expect(formProblems(config, plain)).toEqual(nothing);
  });

  it.each([
    { config: { text: 1 }, path: 'spec.config.text', wanted: 'text' },
    { config: { count: '1' }, path: 'spec.config.count', wanted: 'number' },
    { config: { on: 'true' }, path: 'spec.config.on', wanted: 'boolean' },
    { config: { list: 'a,b' }, path: 'spec.config.list', wanted: 'list' },
    { config: { free: [] }, path: 'spec.config.free', wanted: 'mapping' },
    { config: { deep: { er: [{ count: 1 }] } }, path: 'spec.config.deep.er', wanted: 'mapping' },
    { config: { deep: { er: { count: {} } } }, path: 'spec.config.deep.er.count', wanted: 'number' },
    { config: [], path: 'spec.config', wanted: 'mapping' },
    { config: 'custom', path: 'spec.config', wanted: 'mapping' },
  ])('$path has to be $wanted', ({ config, path, wanted }) => {
    expect(formProblems(config, plain).problems).toEqual([denial(path, { kind: 'type', wanted })]);
  });

  it('is a mapping where fields are below it', () => {
    expect(formProblems({ a: 'b' }, form(undefined, field('a.b', 'text'))).problems).toEqual([
      denial('spec.config.a', { kind: 'type', wanted: 'mapping' }),
    ]);
    expect(formProblems({ custom: true }, gpu).problems).toEqual([denial('spec.config.custom', { kind: 'type', wanted: 'mapping' })]);
  });

  it('is unknown where the defaults lack it too, and is told with the nearest field', () => {
    expect(formProblems({ custom: { mps_enabled: true } }, gpu).problems).toEqual([
      remark('spec.config.custom.mps_enabled', { kind: 'unknown', nearest: 'custom.mps_enable' }),
    ]);
    expect(formProblems({ vgpu_enable: 'secret' }, gpu).problems).toEqual([
      remark('spec.config.vgpu_enable', { kind: 'unknown', nearest: 'custom.vgpu_enable' }),
    ]);
    expect(formProblems({ x: 1 }, form({})).problems).toEqual([remark('spec.config.x', { kind: 'unknown' })]);
  });

  it('is known where another form of the version has it', () => {
    const { problems } = formProblems({ a: { b: 1, c: 2 } }, { ...form({}), otherPaths: ['a.b'] });
    expect(problems).toEqual([remark('spec.config.a.c', { kind: 'unknown', nearest: 'a.b' })]);
  });

  it('is named by its key, in brackets where that is no plain word, and not at full length', () => {
    const problems = formProblems({ 'a.b': 1, ['k'.repeat(5000)]: 2 }, form({})).problems;
    expect(problems.map(({ field: name }) => name)).toEqual(['[a.b]', `[${'k'.repeat(60)}…]`]);
  });
});

describe('whatever it is given', () => {
  const hostileKeys = JSON.parse('{"__proto__": {"a": 1}, "constructor": {"prototype": 1}, "toString": 1, "hasOwnProperty": 2}') as object;
  const deep = (levels: number) => {
    let value: unknown = 'deep';
    for (let level = 0; level < levels; level++) value = { a: value };
    return value;
  };

  it('tells at most twenty problems, denials first', () => {
    const unknown = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`unknown${at}`, at]));
    const { problems } = formProblems({ ...unknown, custom: { mps_enable: 'on' } }, gpu);
    expect(problems).toHaveLength(20);
    expect(problems[0]).toEqual(denial('spec.config.custom.mps_enable', { kind: 'type', wanted: 'boolean' }));
    expect(
      verdictOn(
        Array.from({ length: 100 }, () => 'a'),
        ['number', 'multiple'],
      ).problems,
    ).toHaveLength(20);
  });

  it('takes keys of prototypes for keys', () => {
    expect(formProblems(hostileKeys, form({})).problems.map(({ field: name }) => name)).toEqual([
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
    ]);
    expect(formProblems(hostileKeys, form(hostileKeys))).toEqual(nothing);
    expect(formProblems(hostileKeys, form({}, field('__proto__.a', 'text'))).problems[0]).toEqual(
      denial('spec.config.__proto__.a', { kind: 'type', wanted: 'text' }),
    );
  });

  it('follows a form to a hundred levels and no further', () => {
    expect(formProblems(deep(100_000), form({ a: null }))).toEqual(nothing);
    expect(formProblems(deep(100_000), form(deep(100_000)))).toEqual({ problems: [], unreadable: true });
    expect(formProblems(deep(100_000), form({}, field('a.'.repeat(100_000), 'text'))).unreadable).toBe(true);
    expect(formProblems(deep(50), form(deep(50)))).toEqual(nothing);
  });

  it('gives up on what would take too long, and says so', () => {
    const switches = Array.from({ length: 3000 }, (_, at) => field(`x[0].y[0].a${at}`, 'number', 'fieldDependency:x[0].on:true'));
    const entries = Array.from({ length: 300 }, () => ({ on: true, y: Array.from({ length: 300 }, () => ({ a1: 1 })) }));
    expect(formProblems({ x: entries }, form({}, ...switches)).unreadable).toBe(true);
    const patterns = Array.from({ length: 1000 }, (_, at) => field(`p${at}`, 'text', `validation:pattern:(?i)\\pL?\\pL{300}${at}`));
    const texts = Object.fromEntries(patterns.map(({ path }) => [path, 'a'.repeat(1000)]));
    expect(formProblems(texts, form({}, ...patterns)).unreadable).toBe(true);
    expect(verdictOn('a'.repeat(3_000_000), ['text', 'validation:pattern:^a+b']).unreadable).toBe(true);
  });

  it('never throws, and an empty form objects to nothing but unknown keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (config) => {
        const { problems, unreadable } = formProblems(config, form({}));
        const isMapping = typeof config === 'object' && !Array.isArray(config);
        expect(unreadable).toBe(false);
        expect(problems.map(({ kind }) => kind).filter((kind) => kind !== 'unknown')).toEqual(isMapping ? [] : ['type']);
      }),
    );
  });

  it('never throws, whatever the form is', () => {
    const words = [
      'booleanSwitch',
      'number',
      'text',
      'hidden',
      'yaml',
      'multiple',
      'select:a',
      'select:1',
      'arrayFieldGroup:a',
      'oneOf:1:a:b',
    ];
    const checks = [
      'validation:required',
      'validation:minimum:1',
      'validation:pattern:^[a',
      'validation:maxLength:2',
      'fieldDependency:a:1',
    ];
    const path = fc.oneof(fc.constantFrom('a', 'b', 'a.b', 'a[0].b', 'a[0]', '', '.', '[', '__proto__'), fc.string());
    const line = fc.oneof(fc.constantFrom(...words, ...checks), fc.string());
    const descriptor = fc.tuple(path, fc.array(line)).map(([at, lines]) => field(at, ...lines));
    const config = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.jsonValue()));
    fc.assert(
      fc.property(config, config, fc.array(descriptor), (value, defaults, descriptors) => {
        const { problems } = formProblems(value, form(defaults, ...descriptors));
        expect(problems.length).toBeLessThanOrEqual(20);
        expect(problems.every((problem) => problem.path.startsWith('spec.config'))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('objects to nothing in the defaults of a form that only has defaults', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (defaults) => {
        expect(formProblems(defaults, form(defaults))).toEqual(nothing);
      }),
    );
  });
});
