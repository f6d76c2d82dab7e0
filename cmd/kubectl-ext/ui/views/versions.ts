import type { ExtensionVersion, VersionList } from '../../../../shared/actions/result.ts';
import { tableView, type View } from '../view.ts';

/** `versions`: what can be installed from which channel. */
export const versionsView: View<VersionList> = tableView<VersionList, ExtensionVersion>({
  rows: ({ items }) => items,
  names: ({ items }) => items.map(({ name }) => name),
  columns: [
    { header: 'CHANNEL', value: (row) => row.channel },
    { header: 'NAME', value: (row) => row.name },
    { header: 'VERSION', value: (row) => row.version },
    { header: 'MARKS', value: (row) => row.marks.join(',') || null },
  ],
});
