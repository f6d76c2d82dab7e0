import type { History } from '../../../../shared/actions/result.ts';
import type { HistoryItem } from '../../../../shared/diagnose/history.ts';
import { tableView, type View } from '../view.ts';

/** `history`: what was done to the plans of an operator. */
export const historyView: View<History> = tableView<History, HistoryItem>({
  rows: ({ items }) => items,
  names: ({ items }) => items.map(({ plan }) => `installplan.operators.coreos.com/${plan}`),
  columns: [
    { header: 'TIME', value: ({ time }) => time?.replace(/\.\d+Z$/, 'Z'), whole: true },
    // Parentheses tell the name of a program from that of a person.
    { header: 'USER', value: ({ user, manager }) => user ?? (manager === null ? null : `(${manager})`) },
    { header: 'FROM', value: (item) => versionIn(item.from, item) },
    { header: 'TO', value: (item) => versionIn(item.to, item) },
    { header: 'PLAN', value: ({ plan }) => plan },
    { header: 'RESULT', value: ({ result }) => result, status: true },
    { header: 'REASON', value: ({ reason }) => reason },
    { header: 'PHASE', value: ({ phase }) => phase, wide: true, status: true },
    { header: 'NEIGHBOURS', value: ({ neighbours }) => neighbours.join(',') || null, wide: true },
  ],
});

/** The version in a CSV's name where it begins with the package's, else the whole name. */
function versionIn(csv: string | null, { package: name }: HistoryItem): string | null {
  return csv?.startsWith(`${name}.`) === true ? csv.slice(name.length + 1) : csv;
}
