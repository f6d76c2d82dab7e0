import { describe, expect, it } from 'vitest';
import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import { errorDocument, errorEvent, errorItems, errorLines } from './errors.ts';

const refused = new ExtError('forbidden', message('cluster.answer', { reason: 'Forbidden' }), {
  status: 403,
  object: 'subscription/harbor',
  because: 'subscriptions.operators.coreos.com is forbidden',
  lines: ['subscription/harbor   configured'],
  hints: ['kubectl auth can-i --list', message('error.did-you-mean', { name: 'harbor' })],
});

const denied = new ExtError('denied', message('error.declined'), {
  findings: [
    {
      rule: 'subscription.channel-exists',
      severity: 'deny',
      path: 'spec.channel',
      fault: message('error.unknown-command', { command: 'x' }),
      wayOut: message('error.did-you-mean', { name: 'stable' }),
    },
    {
      rule: 'subscription.manual-approval',
      severity: 'deny',
      path: 'spec.installPlanApproval',
      fault: message('error.interrupted'),
      wayOut: message('error.did-you-mean', { name: 'stable' }),
    },
  ],
});

const partial = new ExtError('partial', message('batch.failed', { failed: 2, total: 3 }), { failures: [refused, denied] });

describe('the failures of a batch', () => {
  it('are told one by one, then their number', () => {
    expect(errorLines(partial, 'en')).toEqual([...errorLines(refused, 'en'), ...errorLines(denied, 'en'), 'error: 2 of 3 plans failed']);
  });

  it('are items of their own', () => expect(errorItems(partial)).toEqual([...errorItems(refused), ...errorItems(denied)]));

  it('are data of one event', () => {
    expect(JSON.parse(errorEvent(partial, 0))).toMatchObject({
      step: 'batch.failed',
      data: {
        ...{ code: 'partial', failed: 2, total: 3 },
        failures: [{ step: 'cluster.answer', code: 'forbidden', object: 'subscription/harbor', reason: 'Forbidden' }, { code: 'denied' }],
      },
    });
  });
});

describe('errorLines', () => {
  it('says what, the details, why, and what to do', () => {
    expect(errorLines(refused, 'en')).toEqual([
      'error: Error from server (Forbidden) (HTTP 403)',
      '  subscription/harbor   configured',
      'cause: subscriptions.operators.coreos.com is forbidden',
      'hint: kubectl auth can-i --list',
      'hint: did you mean harbor?',
    ]);
  });

  it('shows rule, field and way out of every objection, and each way out once', () => {
    expect(errorLines(denied, 'en')).toEqual([
      'error: nothing was changed',
      '  subscription.channel-exists: spec.channel: there is no command x',
      '  subscription.manual-approval: spec.installPlanApproval: interrupted',
      'hint: did you mean stable?',
    ]);
  });

  it('translates prose, but no prefixes and no words of a server', () => {
    expect(errorLines(denied, 'ru')[0]).toBe('error: ничего не изменено');
    expect(errorLines(refused, 'ru')).toContain('cause: subscriptions.operators.coreos.com is forbidden');
  });

  it('names the rule rather than the status', () => {
    expect(errorLines(new ExtError('denied', message('error.declined'), { rule: 'a.b', status: 422 }), 'en')).toEqual([
      'error: nothing was changed (a.b)',
    ]);
  });
});

describe('errorItems', () => {
  it('is English data', () => {
    expect(errorItems(refused)).toEqual([
      {
        code: 'forbidden',
        message: 'Error from server (Forbidden): subscriptions.operators.coreos.com is forbidden',
        object: 'subscription/harbor',
        hint: 'kubectl auth can-i --list\ndid you mean harbor?',
      },
    ]);
  });

  it('has an item for every objection', () => {
    expect(errorItems(denied)).toMatchObject([
      {
        code: 'denied',
        rule: 'subscription.channel-exists',
        path: 'spec.channel',
        message: 'there is no command x',
        hint: 'did you mean stable?',
      },
      { code: 'denied', rule: 'subscription.manual-approval' },
    ]);
  });
});

describe('errorDocument', () => {
  it('is a document of the kind that was asked for', () => {
    expect(errorDocument('ExtensionList', denied)).toMatchObject({
      apiVersion: 'ext.cpaas.io/v1',
      kind: 'ExtensionList',
      items: [],
      warnings: [],
    });
    expect(errorDocument('Version', denied)).not.toHaveProperty('items');
  });
});

describe('errorEvent', () => {
  it('is a line without prose', () => {
    expect(JSON.parse(errorEvent(denied, 0))).toEqual({
      ...{ ts: '1970-01-01T00:00:00.000Z', cluster: null, step: 'error.declined', state: 'failed', object: null },
      data: {
        code: 'denied',
        findings: [
          { rule: 'subscription.channel-exists', path: 'spec.channel' },
          { rule: 'subscription.manual-approval', path: 'spec.installPlanApproval' },
        ],
      },
    });
  });
});
