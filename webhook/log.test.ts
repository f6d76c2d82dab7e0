import { expect, it } from 'vitest';
import { ExtError } from '../shared/errors.ts';
import { message } from '../shared/messages/message.ts';
import { errorData, jsonLog } from './log.ts';

it('writes one line of JSON per event', () => {
  const lines: string[] = [];
  const log = jsonLog(
    (line) => lines.push(line),
    () => new Date(0),
  );
  log('serving', { port: 8443 });
  log('draining');
  expect(lines).toEqual([
    '{"ts":"1970-01-01T00:00:00.000Z","event":"serving","port":8443}\n',
    '{"ts":"1970-01-01T00:00:00.000Z","event":"draining"}\n',
  ]);
});

it('tells of an expected error its code and what the server said, and of a bug where it is', () => {
  const refused = new ExtError('forbidden', message('cluster.answer', { reason: 'Forbidden' }), {
    status: 403,
    because: 'no right',
    cause: { secret: 'x' },
  });
  expect(errorData(refused)).toEqual({ error: 'cluster.answer', code: 'forbidden', status: 403, because: 'no right' });
  expect(errorData(new ExtError('failure', message('error.failure', { what: 'x' })))).toEqual({ error: 'error.failure', code: 'failure' });
  expect(errorData(new Error('bug'))['error']).toMatch(/^Error: bug\n.*log\.test\.ts/s);
  expect(errorData('word')).toEqual({ error: 'word' });
});
