import type { CreatedPackage } from '../../../../shared/actions/create-package.ts';
import type { DryRun } from '../../../../shared/actions/dry-run.ts';
import type { PackageInfo } from '../../../../shared/actions/result.ts';
import { linesView, type View } from '../view.ts';
import { stepLine } from './operation.ts';

/** `package create`: a line for every file. */
export function createdView({ files }: CreatedPackage, dryRun: DryRun): View<PackageInfo> {
  return linesView<PackageInfo>(
    () => files.map(({ path, result }) => stepLine({ object: path, result }, dryRun)),
    () => files.map(({ path }) => path),
  );
}
