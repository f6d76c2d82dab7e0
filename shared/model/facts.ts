import type { PackageManifest } from './package-manifest.ts';

/**
 * What a rule may know besides the object itself. Each fact has three states: absent from the record (it could not be read),
 * null (read, and it is not there), or a value.
 */
export interface Facts {
  /** The package that a Subscription names, from the catalogue it names. */
  readonly operatorPackage?: PackageManifest | null;
}

export type FactName = keyof Facts;
