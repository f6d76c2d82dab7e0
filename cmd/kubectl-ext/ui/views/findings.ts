import type { FindingItem, FindingList } from '../../../../shared/actions/result.ts';
import { message } from '../../../../shared/messages/message.ts';
import { tableView, type View } from '../view.ts';

/** `policy check` and `policy audit`: a row for every verdict. */
export const findingsView: View<FindingList> = tableView<FindingList, FindingItem>({
  rows: ({ items }) => items,
  names: ({ items }) => [...new Set(items.map(({ object }) => object))],
  nothing: ({ judged }) => message('policy.nothing-found', { judged }),
  columns: [
    { header: 'CLUSTER', value: (row) => row.cluster, optional: true },
    { header: 'OBJECT', value: (row) => row.object.replace(/\.[^/]*/, '') },
    { header: 'NS', value: (row) => row.namespace, optional: true },
    { header: 'VERDICT', value: (row) => row.verdict, status: true },
    { header: 'FILE', value: (row) => row.file, wide: true, optional: true },
    { header: 'OPERATION', value: (row) => row.operation, wide: true },
    { header: 'RULE', value: (row) => row.rule, below: true },
    { header: 'FIELD', value: (row) => row.path, below: true },
    { header: 'FAULT', value: (row) => row.message, below: true },
  ],
});
