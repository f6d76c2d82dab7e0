import { describe, expect, it } from 'vitest';
import type { Style } from './colour.ts';
import { printTable, type TableOptions } from './table.ts';
import { tableView } from './view.ts';

interface Row {
  readonly name: string;
  readonly cluster?: string;
  readonly health: string | null;
  readonly source?: string;
}

const view = tableView<readonly Row[], Row>({
  rows: (rows) => rows,
  names: (rows) => rows.map(({ name }) => name),
  columns: [
    { header: 'CLUSTER', value: (row) => row.cluster, optional: true },
    { header: 'NAME', value: (row) => row.name },
    { header: 'HEALTH', value: (row) => row.health, status: true },
    { header: 'SOURCE', value: (row) => row.source, wide: true },
  ],
});

const style: Style = { paint: (text) => text.replace(/Healthy|Failed/, '<$&>'), done: '✔', ellipsis: '…' };
const print = (rows: readonly Row[], options: Partial<TableOptions> = {}) =>
  printTable(view.table?.(rows) ?? { columns: [], rows: [] }, { wide: false, headers: true, columns: undefined, style, ...options });

const rows: readonly Row[] = [
  { name: 'harbor-ce-operator', health: 'Healthy', source: 'Alauda' },
  { name: 'keda', health: null },
];

describe('printTable', () => {
  it('looks like kubectl', () => {
    expect(print(rows)).toBe('NAME                 HEALTH\nharbor-ce-operator   <Healthy>\nkeda                 <none>\n');
  });

  it('shows more with -o wide', () => {
    expect(print(rows, { wide: true })).toBe(
      'NAME                 HEALTH    SOURCE\nharbor-ce-operator   <Healthy>   Alauda\nkeda                 <none>    <none>\n',
    );
  });

  it('leaves headers out', () =>
    expect(print(rows, { headers: false })).toBe('harbor-ce-operator   <Healthy>\nkeda                 <none>\n'));

  it('shows an optional column as soon as a row has a value', () => {
    expect(print([...rows, { name: 'a', cluster: 'edge', health: 'Failed' }])).toBe(
      'CLUSTER   NAME                 HEALTH\n<none>    harbor-ce-operator   <Healthy>\n<none>    keda                 <none>\nedge      a                    <Failed>\n',
    );
  });

  it.each([
    [28, 'harbor-ce-operator   <Healthy>'],
    [27, 'harbor-ce-operat…   <Healthy>'],
    [22, 'harbor-ce-o…   <Healthy>'],
    [18, 'harbor-…   <Healthy>'],
    [17, 'harbor-…   Healt…'],
    [10, 'harbor-… …'],
    [1, '…'],
  ])('is cut to %i columns, names first and status words last,', (columns, line) =>
    expect(print(rows, { columns, headers: false }).split('\n')[0]).toBe(line),
  );

  it('never cuts a column that makes no sense in part', () => {
    const table = {
      columns: [{ header: 'TIME', whole: true as const }, { header: 'WHY' }],
      rows: [['2026-01-02T12:00:00Z', 'because of this']],
    };
    expect(printTable(table, { wide: false, headers: false, columns: 34, style })).toBe('2026-01-02T12:00:00Z   because of…\n');
  });

  describe('with columns that make a sentence', () => {
    const table = {
      columns: [{ header: 'NAME' }, { header: 'WHERE', below: true as const }, { header: 'WHY', below: true as const }],
      rows: [
        ['harbor-ce-operator', 'spec.channel', 'because of this and that'],
        ['keda', null, 'because of this'],
        ['redis', null, null],
      ],
    };
    const printed = (columns: number | undefined) => printTable(table, { wide: false, headers: true, columns, style });

    it.each([undefined, 60])('puts them into their columns where there is room: %j', (columns) => {
      expect(printed(columns)).toBe(
        [
          'NAME                 WHERE          WHY',
          'harbor-ce-operator   spec.channel   because of this and that',
          'keda                 <none>         because of this',
          'redis                <none>         <none>',
          '',
        ].join('\n'),
      );
    });

    it('puts them below their rows where there is not, and cuts only the others', () => {
      expect(printed(59)).toBe(
        ['NAME', 'harbor-ce-operator', '  spec.channel: because of this and that', 'keda', '  because of this', 'redis', ''].join('\n'),
      );
      expect(printed(10).split('\n').slice(1, 3)).toEqual(['harbor-ce…', '  spec.channel: because of this and that']);
    });
  });

  it('counts what a terminal counts', () => {
    const wideRows: readonly Row[] = [
      { name: '数据', health: 'Healthy' },
      { name: 'ab', health: 'Failed' },
    ];
    expect(print(wideRows, { headers: false })).toBe('数据   <Healthy>\nab     <Failed>\n');
    expect(print(wideRows, { headers: false, columns: 4 })).toBe('数…\nab …\n');
  });

  it('keeps a row on its line', () => expect(print([{ name: 'a\n  b', health: 'x' }], { headers: false })).toBe('a b    x\n'));
});
