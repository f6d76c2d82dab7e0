import type { Message } from '../../messages/message.ts';
import type { PackageMetadata } from '../../model/package-metadata.ts';

/** What an artifact says of the extension it is, whatever its type. */
export interface ArtifactFacts extends Pick<PackageMetadata, 'type' | 'name' | 'displayName' | 'version'> {
  /** Full names of the images it runs, in its own spelling. */
  readonly images: readonly string[];
  /** The fields of `metadata.yaml` that only this type has. */
  readonly particular: Pick<PackageMetadata, 'csv' | 'channels' | 'catalogSource' | 'provider' | 'module' | 'chart'>;
  /** What is to be said about it. */
  readonly warnings: readonly Message[];
}
