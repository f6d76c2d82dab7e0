import type { DiagnosisList, ExtensionStatus } from '../../../../shared/actions/result.ts';
import type { TreeNode } from '../../../../shared/diagnose/tree.ts';
import { linesView, type View } from '../view.ts';

/** `status`: a paragraph per extension, with the tree of its objects below. */
export const statusView: View<DiagnosisList> = linesView<DiagnosisList>(
  ({ items }) => items.flatMap((item, index) => [...(index === 0 ? [] : ['']), ...paragraph(item)]),
  ({ items }) => items.map(({ kind, name }) => `${kind}/${name}`),
);

function paragraph({ name, namespace, health, reason, subscription, csv, tree }: ExtensionStatus): string[] {
  const facts: [string, string | null][] = [
    ['Name', name],
    ['Namespace', namespace],
    ['Health', reason === null ? health : `${health} (${reason})`],
    ['State', subscription.state],
    ['CurrentCSV', subscription.currentCSV],
    [
      'InstallPlan',
      subscription.installPlan === null
        ? null
        : `${subscription.installPlan}${subscription.installPlanPending ? ', InstallPlanPending' : ''}`,
    ],
    ['CSV', csv?.name ?? null],
    ['Display', csv?.displayName ?? null],
    ['Version', csv?.version ?? null],
    ['Replaces', csv?.replaces ?? null],
    ['Phase', csv?.phase ?? null],
  ];
  const width = Math.max(...facts.map(([key]) => key.length)) + 1;
  return [...facts.map(([key, value]) => `${`${key}:`.padEnd(width)}   ${value ?? '<none>'}`), ...treeLines(tree, '', '')];
}

/** A node and everything below it, in the manner of `tree`. */
function treeLines({ object, state, detail, children }: TreeNode, first: string, rest: string): string[] {
  const line = `${first}${object}   ${state}${detail === null ? '' : `   ${firstLine(detail)}`}`;
  return [
    line,
    ...children.flatMap((child, index) =>
      index === children.length - 1 ? treeLines(child, `${rest}└─ `, `${rest}   `) : treeLines(child, `${rest}├─ `, `${rest}│  `),
    ),
  ];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
