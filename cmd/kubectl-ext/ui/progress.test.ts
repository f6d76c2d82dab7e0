import { describe, expect, it } from 'vitest';
import type { Event } from '../../../shared/actions/event.ts';
import { message } from '../../../shared/messages/message.ts';
import { jsonReport, lineReport } from './progress.ts';
import { makeScreen } from './screen.ts';

const waiting = (seconds: number, object = 'csv/a'): Event => ({ state: 'waiting', message: message('wait.start'), seconds, object });

/** Tells events at given seconds and returns what appears on stderr. */
function tell(events: readonly (readonly [second: number, event: Event])[], terminal?: number): string {
  let time = 0;
  let text = '';
  const stderr = { write: (chunk: string) => ((text += chunk), true), isTTY: terminal !== undefined, columns: terminal ?? 0 };
  const screen = makeScreen({ write: () => true }, stderr, terminal !== undefined);
  const style = { paint: (word: string) => word, done: '✔', ellipsis: '…' };
  const report = lineReport({ screen, style, language: 'en', program: 'ac ext', now: () => time });
  for (const [second, event] of events) {
    time = second * 1000;
    report(event);
  }
  return text;
}

describe('lineReport', () => {
  it.each<[string, Event, string]>([
    ['a note', { state: 'note', message: message('error.declined') }, 'nothing was changed\n'],
    ['a plan', { state: 'planned', message: message('ask.proceed'), remark: message('error.interrupted') }, '  Proceed?  interrupted\n'],
    ['a warning', { state: 'warning', message: message('error.declined') }, 'warning: nothing was changed\n'],
    ['an end', { state: 'done', message: message('error.declined'), seconds: 41 }, '✔ nothing was changed  41s\n'],
    ['a cluster', { state: 'note', message: message('error.declined'), cluster: 'edge' }, 'edge: nothing was changed\n'],
    ['a command line', { state: 'note', message: message('help.more') }, 'More about a command: ac ext COMMAND --help\n'],
  ])('%s', (_, event, line) => expect(tell([[0, event]])).toBe(line));

  it('tells a wait in a pipe every ten seconds', () => {
    const seconds = [0, 1, 5, 9, 10, 11, 19, 21];
    expect(tell(seconds.map((second) => [second, waiting(second)]))).toBe(
      'reading the namespace  0s\nreading the namespace  10s\nreading the namespace  21s\n',
    );
  });

  it('tells every thing that is waited for', () => {
    expect(
      tell([
        [0, waiting(0)],
        [1, waiting(1, 'csv/b')],
      ]),
    ).toBe('reading the namespace  0s\nreading the namespace  1s\n');
  });

  it('writes the line anew on a terminal, cut to its width, and takes it away before anything else', () => {
    const events = [
      [0, waiting(0)],
      [1, waiting(1)],
      [2, { state: 'done', message: message('error.declined') }],
    ] as const;
    expect(tell(events, 80)).toBe('reading the namespace  0s\r\u001b[Kreading the namespace  1s\r\u001b[K✔ nothing was changed\n');
    expect(tell([[0, waiting(0)]], 12)).toBe('reading th…');
  });
});

describe('jsonReport', () => {
  it('is ids and data', () => {
    const lines: string[] = [];
    const screen = makeScreen({ write: () => true }, { write: (line: string) => (lines.push(line), true) }, false);
    jsonReport(
      screen,
      () => 0,
    )({ ...waiting(3), message: message('error.unknown-command', { command: 'x' }), remark: message('error.declined') });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        ...{ ts: '1970-01-01T00:00:00.000Z', cluster: null, step: 'error.unknown-command', state: 'waiting', object: 'csv/a' },
        data: { command: 'x', seconds: 3, remark: 'error.declined' },
      },
    ]);
  });
});
