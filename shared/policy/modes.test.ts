import { expect, it } from 'vitest';
import { defaultModes, isOption, modesIn, type ModeFault, type ModeOf } from './modes.ts';

const manual = 'subscription.manual-approval';
const form = 'module-info.config-form';

function of(data: Record<string, string>): readonly string[] | ModeFault {
  const found: ModeOf | ModeFault = modesIn(data);
  return typeof found === 'function' ? [found(manual), found(form)] : found;
}

it('enforces every other rule but those whose meaning is partly assumed', () => {
  expect([defaultModes(manual), defaultModes(form)]).toEqual(['enforce', 'warn']);
});

it('leaves options to administrators', () => {
  const name = 'module-info.canonical-name';
  expect(defaultModes(name)).toBe('audit');
  expect([manual, form, name].map(isOption)).toEqual([false, false, true]);
});

it.each<[Record<string, string>, readonly string[] | ModeFault]>([
  [{}, ['enforce', 'warn']],
  [{ status: '{"policyVersion":"1"}' }, ['enforce', 'warn']],
  [{ [form]: 'enforce' }, ['enforce', 'enforce']],
  [{ 'alauda-packages': 'keda, redis', 'exempt-packages': '' }, ['enforce', 'warn']],
  [
    { [manual]: 'off', 'exempt-packages': 'a/b' },
    { key: 'exempt-packages', value: 'a/b' },
  ],
  [{ [manual]: 'audit', [form]: 'audit' }, ['audit', 'audit']],
  [{ [manual]: 'off' }, { key: manual, value: 'off' }],
  [{ [manual]: '' }, { key: manual, value: '' }],
  [{ 'manual-approval': 'warn' }, { key: 'manual-approval', value: 'warn' }],
  [{ toString: 'warn' }, { key: 'toString', value: 'warn' }],
])('%j', (data, result) => expect(of(data)).toEqual(result));
