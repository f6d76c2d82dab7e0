import { describe, expect, it } from 'vitest';
import { modesIn } from '../../policy/modes.ts';
import { inMode, modesManifest, modesPatch, ruleIds, ruleOfPolicy, saysOnly } from './modes.ts';
import { everyManifest } from './observed.ts';
import { isBinding } from './resources.ts';

describe('inMode', () => {
  it.each([
    ['enforce', ['Deny', 'Audit']],
    ['warn', ['Warn', 'Audit']],
    ['audit', ['Audit']],
  ] as const)('%s', (mode, actions) => {
    const bindings = everyManifest()
      .filter(isBinding)
      .map((object) => inMode(object, () => mode));
    expect(new Set(bindings.map(({ spec }) => JSON.stringify((spec as { validationActions: string[] }).validationActions)))).toEqual(
      new Set([JSON.stringify(actions)]),
    );
  });

  it('follows the mode of the rule, and leaves everything else alone', () => {
    const changed = everyManifest().filter(
      (object) => inMode(object, (rule) => (rule === 'module-info.type-label' ? 'warn' : 'enforce')) !== object,
    );
    expect(changed.every(isBinding)).toBe(true);
    expect(ruleOfPolicy('ext-type-label')).toBe('module-info.type-label');
    expect(ruleOfPolicy('somebody-elses')).toBeUndefined();
  });
});

describe('the ConfigMap of modes', () => {
  const wanted = modesManifest('audit');

  it('names every rule, so that the webhook understands it', () => {
    const modeOf = modesIn(wanted.data ?? {});
    expect(typeof modeOf === 'function' ? new Set(ruleIds.map(modeOf)) : modeOf).toEqual(new Set(['audit']));
  });

  it('is left alone where it says that already, whatever the webhook has written into it', () => {
    expect(saysOnly({ ...wanted, data: { ...wanted.data, status: '{}' } }, wanted)).toBe(true);
    expect(saysOnly({ ...wanted, data: { ...wanted.data, 'subscription.gone': 'warn' } }, wanted)).toBe(false);
    expect(saysOnly(modesManifest('warn'), wanted)).toBe(false);
    expect(saysOnly({ ...wanted, data: undefined }, wanted)).toBe(false);
  });

  it('loses keys that are no rules', () => {
    expect(modesPatch({ ...wanted, data: { status: '{}', 'subscription.gone': 'warn' } }, wanted)).toEqual({
      data: { ...wanted.data, 'subscription.gone': null },
    });
  });

  it('keeps the lists of packages', () => {
    const data = { 'alauda-packages': 'keda', 'exempt-packages': 'redis' };
    expect(saysOnly({ ...wanted, data: { ...wanted.data, ...data } }, wanted)).toBe(true);
    expect(modesPatch({ ...wanted, data }, wanted)).toEqual({ data: wanted.data });
  });

  it('enforces no option along with the other rules, and leaves one as it was set', () => {
    const option = 'module-info.canonical-name';
    const all = modesManifest('enforce');
    expect(Object.keys(all.data ?? {}).length).toBe(ruleIds.length - 1);
    for (const mode of ['enforce', 'warn']) {
      const stored = { ...all, data: { ...all.data, [option]: mode } };
      expect(saysOnly(stored, all)).toBe(true);
      expect(modesPatch(stored, all)).toEqual({ data: all.data });
    }
    expect(modesPatch({ ...wanted, data: { [option]: 'enforce' } }, wanted)).toMatchObject({ data: { [option]: 'audit' } });
  });
});
