import { describe, expect, it } from 'vitest';
import { message } from './message.ts';
import { objectionText, said } from './said.ts';

const quoting = (what: string) => said(message('error.failure', { what }));

describe('what is said of an object', () => {
  it('is one line that does nothing to a terminal', () => {
    expect(quoting('a\nb\u001b[2Jc\u2028d\u202ee')).toBe('a?b?[2Jc?d?e');
  });

  it('is well formed and of a length that somebody reads', () => {
    expect(quoting('\ud800x')).toBe('\ufffdx');
    expect(quoting('x'.repeat(1000))).toBe('x'.repeat(1000));
    expect(quoting('x'.repeat(1001))).toBe(`${'x'.repeat(999)}…`);
  });

  it('names the fault, then the way out', () => {
    const objection = {
      fault: message('rule.subscription.channel-exists', { operator: 'keda', channel: 'edge' }),
      wayOut: message('rule.subscription.channel-exists.way-out', { channels: ['stable', 'beta'] }),
    };
    expect(objectionText(objection)).toBe('keda has no channel edge; its channels: stable, beta');
  });
});
