import { wholeOf } from './checked-content.ts';
import { filesInLayers } from './layer-files.ts';
import type { PackageWriter } from './package-writer.ts';
import { foreseeFile, writePackageFile } from './write-file.ts';
import { packageSize } from './write-package.ts';
import { documentsIn } from './yaml-documents.ts';

/** Makes the real door. */
export function makePackageWriter(): PackageWriter {
  return {
    wholeOf,
    filesIn: filesInLayers,
    documentsIn,
    sizeOf: packageSize,
    foresee: foreseeFile,
    write: writePackageFile,
  };
}
