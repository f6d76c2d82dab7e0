import type { Extension, ExtensionList } from '../../../../shared/actions/result.ts';
import { tableView, type Column, type View } from '../view.ts';

const cluster: Column<Extension> = { header: 'CLUSTER', value: (row) => row.cluster, optional: true };

/** `list`: what is installed and how it is. */
export const installedView: View<ExtensionList> = tableView<ExtensionList, Extension>({
  rows: ({ items }) => items,
  names: namesOf,
  columns: [
    cluster,
    { header: 'KIND', value: (row) => row.kind },
    { header: 'NAME', value: (row) => row.name },
    { header: 'NS', value: (row) => row.namespace },
    { header: 'VERSION', value: (row) => row.version },
    { header: 'LATEST', value: (row) => row.latest },
    { header: 'APPROVAL', value: (row) => row.approval },
    { header: 'HEALTH', value: (row) => row.health, status: true },
    { header: 'REASON', value: (row) => row.reason },
    { header: 'LIFECYCLE', value: (row) => row.lifecycle, wide: true },
    { header: 'SOURCE', value: (row) => row.source, wide: true },
    { header: 'CATALOG', value: (row) => row.catalog, wide: true },
    { header: 'CHANNEL', value: (row) => row.channel, wide: true },
    { header: 'DISPLAY_NAME', value: (row) => row.displayName, wide: true },
  ],
});

/** `list --available`: what could be installed. */
export const availableView: View<ExtensionList> = tableView<ExtensionList, Extension>({
  rows: ({ items }) => items,
  names: namesOf,
  columns: [
    cluster,
    { header: 'KIND', value: (row) => row.kind },
    { header: 'NAME', value: (row) => row.name },
    { header: 'SOURCE', value: (row) => row.source },
    { header: 'CATALOG', value: (row) => row.catalog },
    { header: 'CHANNEL', value: (row) => row.channel },
    { header: 'LATEST', value: (row) => row.latest },
    { header: 'STATUS', value: (row) => row.status, status: true },
    { header: 'DISPLAY_NAME', value: (row) => row.displayName, wide: true },
  ],
});

/** `list --pending`: the plans that wait for approval. */
export const pendingView: View<ExtensionList> = tableView<ExtensionList, Extension>({
  rows: ({ items }) => items,
  names: namesOf,
  columns: [
    cluster,
    { header: 'NS', value: (row) => row.namespace },
    { header: 'NAME', value: (row) => row.name },
    { header: 'PLAN', value: (row) => row.plan?.name },
    { header: 'CSVS', value: (row) => row.plan?.csvs.join(',') },
    { header: 'APPROVAL', value: (row) => row.approval },
    { header: 'APPROVED', value: (row) => (row.plan === null ? null : String(row.plan.approved)) },
  ],
});

function namesOf({ items }: ExtensionList): string[] {
  return items.map(({ kind, name }) => `${kind}/${name}`);
}
