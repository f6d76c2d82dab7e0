import { describe, expect, it } from 'vitest';
import { message } from '../../../shared/messages/message.ts';
import { operatorConfigOf } from './operator-config.ts';

const none = { env: [], nodeSelector: [], toleration: [] };

describe('operatorConfigOf', () => {
  it('is nothing where nothing was said', () => expect(operatorConfigOf(none)).toBeUndefined());

  it('holds what was said', () => {
    expect(operatorConfigOf({ ...none, env: ['A=b', 'C=d,e'] })).toEqual({
      env: [
        { name: 'A', value: 'b' },
        { name: 'C', value: 'd,e' },
      ],
    });
    expect(operatorConfigOf({ ...none, nodeSelector: ['disk=ssd', 'zone=a'], toleration: ['infra:NoSchedule'] })).toEqual({
      nodeSelector: { disk: 'ssd', zone: 'a' },
      tolerations: [{ key: 'infra', operator: 'Exists', effect: 'NoSchedule' }],
    });
  });

  it('says what the form of a value is', () => {
    expect(() => operatorConfigOf({ ...none, nodeSelector: ['disk'] })).toThrow(
      expect.objectContaining({
        code: 'usage',
        sentence: message('error.bad-form', { flag: '--node-selector', value: 'disk', form: 'KEY=VALUE' }),
      }),
    );
  });
});
