import type { DryRun } from '../../../../shared/actions/dry-run.ts';
import type { OperationResult, OperationStep } from '../../../../shared/actions/result.ts';
import { linesView, type View } from '../view.ts';

const suffixes: Readonly<Record<DryRun, string>> = { none: '', client: ' (dry run)', server: ' (server dry run)' };

/** What a write did to one object, in kubectl's words. */
export function stepLine({ object, result }: Pick<OperationStep, 'object' | 'result'>, dryRun: DryRun): string {
  return `${object} ${result}${suffixes[dryRun]}`;
}

/** A write: a line for every object. Those that were told as soon as they were true are not told again. */
export const operationView: View<OperationResult> = linesView<OperationResult>(
  ({ steps, dryRun }) => steps.map((step) => stepLine(step, dryRun)),
  ({ steps }) => steps.map(({ object }) => object),
);
