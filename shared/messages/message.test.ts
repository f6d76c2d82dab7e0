import { describe, expect, it } from 'vitest';
import { message } from './message.ts';
import { textOf } from './text.ts';

describe('message', () => {
  it('is an id and data', () => {
    expect(message('wait.running', { phase: 'Pending', ready: 1, total: 2 })).toEqual({
      id: 'wait.running',
      data: { phase: 'Pending', ready: 1, total: 2 },
    });
    expect(message('ask.proceed')).toEqual({ id: 'ask.proceed', data: {} });
  });

  it('takes exactly the data that its sentence names, which the compiler checks', () => {
    const wrong = [
      // @ts-expect-error an id nobody knows
      message('no.such.id'),
      // @ts-expect-error no data where the sentence names some
      message('wait.plan'),
      // @ts-expect-error a value of another name
      message('wait.plan', { status: 'new' }),
      // @ts-expect-error one value of two missing
      message('wait.stop.catalog', { catalog: 'platform' }),
      // @ts-expect-error data where the sentence names none
      message('ask.proceed', { name: 'harbor' }),
      // @ts-expect-error a value that JSON has no word for
      message('wait.plan', { state: undefined }),
    ];
    expect(wrong).toHaveLength(6);
  });
});

describe('textOf', () => {
  it.each([
    ['en', 'waiting for the operator: csv Pending, 0/2 deployments ready'],
    ['ru', 'ожидание оператора: CSV Pending, готово Deployment: 0/2'],
  ] as const)('speaks %s, zero included', (language, text) => {
    expect(textOf(message('wait.running', { phase: 'Pending', ready: 0, total: 2 }), language)).toBe(text);
  });

  it('joins lists by commas', () => {
    expect(textOf(message('package.channels', { channels: ['stable', 'alpha'] }), 'en')).toBe('its channels: stable, alpha');
  });

  it('does not take a value for a template', () => {
    expect(textOf(message('error.failure', { what: '{what} $& {name}' }), 'en')).toBe('{what} $& {name}');
  });

  it('leaves a gap visible', () => {
    expect(textOf({ id: 'wait.plan', data: {} }, 'en')).toContain('{state}');
  });
});
