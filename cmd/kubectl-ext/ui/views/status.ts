import type { DiagnosisList, ExtensionStatus } from '../../../../shared/actions/result.ts';
import type { TreeNode } from '../../../../shared/diagnose/tree.ts';
import { linesView, type View } from '../view.ts';

/** `status`: a paragraph per extension, with the tree of its objects below. */
export const statusView: View<DiagnosisList> = linesView<DiagnosisList>(
  ({ items }) => items.flatMap((item, index) => [...(index === 0 ? [] : ['']), ...paragraph(item)]),
  ({ items }) => items.map(({ kind, name }) => `${kind}/${name}`),
);

type Fact = readonly [key: string, value: string | null | undefined];

function paragraph(item: ExtensionStatus): string[] {
  const facts = [...operatorFacts(item), ...csvFacts(item.csv)];
  const width = Math.max(...facts.map(([key]) => key.length)) + 1;
  return [...facts.map(([key, value]) => `${`${key}:`.padEnd(width)}   ${value ?? '<none>'}`), ...treeLines(item.tree, '', '')];
}

function operatorFacts({ name, namespace, health, reason, subscription }: ExtensionStatus): Fact[] {
  return [
    ['Name', name],
    ['Namespace', namespace],
    ['Health', reason === null ? health : `${health} (${reason})`],
    ['State', subscription.state],
    ['CurrentCSV', subscription.currentCSV],
    ['InstallPlan', planText(subscription)],
  ];
}

function csvFacts(csv: ExtensionStatus['csv']): Fact[] {
  return [
    ['CSV', csv?.name],
    ['Display', csv?.displayName],
    ['Version', csv?.version],
    ['Replaces', csv?.replaces],
    ['Phase', csv?.phase],
  ];
}

function planText({ installPlan, installPlanPending }: ExtensionStatus['subscription']): string | null {
  return installPlan !== null && installPlanPending ? `${installPlan}, InstallPlanPending` : installPlan;
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
