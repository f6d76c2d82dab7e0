import { describe, expect, it } from 'vitest';
import { entriesIn, historyName, withEntry, type HistoryEntry } from './history.ts';

const entry: HistoryEntry = {
  time: '2026-01-02T12:00:00.000Z',
  user: 'jane',
  cluster: 'https://acp.example.com/kubernetes/business',
  namespace: 'harbor-ce-operator',
  package: 'harbor-ce-operator',
  from: null,
  to: 'harbor-ce-operator.v2.12.11',
  plan: 'install-1',
  neighbours: [],
  reason: null,
  result: 'approved',
};
const plans = (history: string) =>
  history
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as HistoryEntry).plan);

describe('historyName', () => {
  it.each([['harbor-ce-operator'], ['cert-manager.v1'], ['a'.repeat(241)]])('is made of %s as it is', (name) =>
    expect(historyName(name)).toBe(`ext-history-${name}`),
  );

  it.each([['Harbor_CE'], ['operator.'], ['два'], ['a..b'], [''], ['a/b'], ['a'.repeat(242)], [`${'a'.repeat(230)}${'.b'.repeat(20)}`]])(
    'is a name that the API server takes, and nobody else’s, for %j',
    (name) => {
      const made = historyName(name);
      expect(made).toMatch(/^ext-history-([-a-z0-9]*-)?[0-9a-f]{16}$/);
      expect(made.length).toBeLessThanOrEqual(253);
      expect(historyName(`${name}!`)).not.toBe(made);
    },
  );
});

describe('withEntry', () => {
  it('adds a line at the end', () => {
    const history = withEntry(withEntry('', entry), { ...entry, plan: 'install-2', reason: 'two\nlines' });
    expect(plans(history)).toEqual(['install-1', 'install-2']);
    expect(history.endsWith('}\n')).toBe(true);
  });

  it('keeps the newest 200', () => {
    let history = '';
    for (let number = 1; number <= 203; number += 1) history = withEntry(history, { ...entry, plan: `install-${number}` });
    expect(plans(history)).toHaveLength(200);
    expect(plans(history).at(0)).toBe('install-4');
    expect(plans(history).at(-1)).toBe('install-203');
  });

  it('keeps fewer where they are long, and the newest in any case', () => {
    const long = { ...entry, reason: 'x'.repeat(100 * 1024) };
    const history = [1, 2, 3, 4].reduce((before, number) => withEntry(before, { ...long, plan: `install-${number}` }), '');
    expect(plans(history)).toEqual(['install-3', 'install-4']);
    expect(plans(withEntry(history, { ...entry, plan: 'huge', reason: 'x'.repeat(300 * 1024) }))).toEqual(['huge']);
  });

  it('leaves lines alone that are not its own', () => {
    expect(withEntry('# by hand', entry).split('\n')[0]).toBe('# by hand');
  });
});

describe('entriesIn', () => {
  it('reads what withEntry wrote', () => {
    const history = withEntry(withEntry('', entry), {
      ...entry,
      plan: 'install-2',
      result: 'rejected',
      user: null,
      neighbours: ['keda.v2'],
    });
    expect(entriesIn(history)).toMatchObject({ entries: [entry, { plan: 'install-2' }], unreadable: 0 });
  });

  it('has none for nothing', () => expect(entriesIn('')).toEqual({ entries: [], unreadable: 0 }));

  it.each([
    ['no JSON', '# by hand'],
    ['no object', 'null'],
    ['a field too few', JSON.stringify({ ...entry, plan: undefined })],
    ['a field of another type', JSON.stringify({ ...entry, user: 1 })],
    ['neighbours that are none', JSON.stringify({ ...entry, neighbours: [1] })],
    ['another result', JSON.stringify({ ...entry, result: 'upgraded' })],
  ])('counts a line that is %s', (_, line) => expect(entriesIn(line)).toEqual({ entries: [], unreadable: 1 }));
});
