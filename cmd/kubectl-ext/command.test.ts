import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineCommand, usageOf } from './command.ts';

const command = defineCommand({
  name: 'cache clear <kind> [names..]',
  summary: 'command.version.summary',
  permissions: [],
  positionals: { kind: { choices: ['all', 'names'] } },
  flags: {
    mode: { type: 'string', choices: ['soft', 'hard'], default: 'soft', summary: 'flag.v' },
    owner: { type: 'string', summary: 'flag.v' },
    jobs: { type: 'number', default: 2, summary: 'flag.v' },
    force: { type: 'boolean', summary: 'flag.v' },
    label: { type: 'string', array: true, summary: 'flag.v' },
  },
  parse(args) {
    expectTypeOf(args.mode).toEqualTypeOf<'soft' | 'hard'>();
    expectTypeOf(args.owner).toEqualTypeOf<string | undefined>();
    expectTypeOf(args.jobs).toEqualTypeOf<number>();
    expectTypeOf(args.force).toEqualTypeOf<boolean>();
    expectTypeOf(args.label).toEqualTypeOf<readonly string[]>();
    expectTypeOf(args.kind).toEqualTypeOf<string>();
    expectTypeOf(args.names).toEqualTypeOf<readonly string[]>();
    return { mode: args.mode };
  },
  async run(options) {
    expectTypeOf(options).toEqualTypeOf<{ mode: 'soft' | 'hard' }>();
  },
});

describe('defineCommand', () => {
  it('splits the name into path and arguments', () => {
    expect(command.path).toBe('cache clear');
    expect(command.positionals).toEqual([
      { name: 'kind', required: true, many: false, choices: ['all', 'names'] },
      { name: 'names', required: false, many: true },
    ]);
  });
});

describe('usageOf', () => {
  it('shows how a command is called', () => expect(usageOf(command)).toBe('kubectl ext cache clear all|names [NAME...]'));
});
