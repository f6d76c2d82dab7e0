import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The ending of package files in a folder. */
const ending = '.tgz';
const sidecarEndings = ['.sig', '.asc', '.sha256', '.sha256sum'] as const;

/** A file and its size in bytes; 0 where nobody may look. */
export interface PackageFile {
  readonly file: string;
  readonly size: number;
}

/** A path that was given, and the package files it stands for. */
export interface PackagePaths {
  /** As it was given. */
  readonly path: string;
  /** The file itself; of a folder those on its top level, sorted by name. */
  readonly files: readonly PackageFile[];
  /** How many other files lie in the folder, those that verify packages aside. */
  readonly skipped: number;
}

/** The package files that a path stands for. Throws Node's error of `stat` or `readdir`. */
export async function packagePaths(path: string): Promise<PackagePaths> {
  const found = await stat(path);
  if (!found.isDirectory()) return { path, files: [{ file: path, size: found.size }], skipped: 0 };
  const entries = (await readdir(path, { withFileTypes: true })).filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const packages = entries.filter((name) => name.endsWith(ending)).toSorted();
  const others = entries.filter((name) => !name.endsWith(ending) && !sidecarEndings.some((known) => name.endsWith(known)));
  return { path, files: await Promise.all(packages.map((name) => sized(join(path, name)))), skipped: others.length };
}

async function sized(file: string): Promise<PackageFile> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  return { file, size };
}
