import { describe, expect, it } from 'vitest';
import type { Output } from '../surroundings.ts';
import { styleFor } from './colour.ts';

const stream = (isTTY: boolean): Output => ({ write: () => true, isTTY });
const isColoured = (isTTY: boolean, env: Record<string, string>, color: 'auto' | 'always' | 'never' = 'auto') =>
  styleFor(stream(isTTY), env, color).paint('Healthy') !== 'Healthy';

describe('colour', () => {
  it.each([
    [true, {}, 'auto', true],
    [false, {}, 'auto', false],
    [true, { TERM: 'dumb' }, 'auto', false],
    [true, { NO_COLOR: '1' }, 'auto', false],
    [true, { NO_COLOR: '' }, 'auto', false],
    [true, {}, 'never', false],
    [false, {}, 'always', true],
    [true, { NO_COLOR: '1' }, 'always', true],
    [false, { CLICOLOR_FORCE: '1' }, 'auto', true],
    [false, { CLICOLOR_FORCE: '0' }, 'auto', false],
    [false, { CLICOLOR_FORCE: '1', NO_COLOR: '' }, 'auto', false],
  ] as const)('on a terminal: %s, %j, --color %s: %s', (isTTY, env, color, expected) =>
    expect(isColoured(isTTY, env, color)).toBe(expected),
  );

  it('touches status words only, and no blanks around them', () => {
    const { paint } = styleFor(stream(true), {}, 'auto');
    expect(paint('Failed  ')).toBe('\u001b[31mFailed\u001b[0m  ');
    expect(paint('harbor')).toBe('harbor');
    expect(paint('Failed twice')).toBe('Failed twice');
  });
});

describe('symbols', () => {
  it.each([
    [{ LANG: 'en_US.UTF-8' }, '✔'],
    [{ LC_ALL: 'C.utf8' }, '✔'],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, 'OK'],
    [{}, 'OK'],
  ])('%j: %s', (env, done) => expect(styleFor(stream(true), env, 'auto').done).toBe(done));
});
