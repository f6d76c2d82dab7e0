import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder in which a kubelet has mounted a Secret or a ConfigMap. */
export interface MountedFolder {
  readonly path: string;
  /** Replaces all files at once, as the kubelet does: they are links into a folder behind a link, and that link is what changes. */
  write(files: Readonly<Record<string, string>>): void;
}

/** Mounts these files until the test is over. */
export function mountFolder(files: Readonly<Record<string, string>>): MountedFolder {
  const path = mkdtempSync(join(tmpdir(), 'kubectl-ext-mounted-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  let before: string | undefined;
  let versions = 0;
  const write = (next: Readonly<Record<string, string>>) => {
    versions += 1;
    const version = `..version_${versions}`;
    mkdirSync(join(path, version));
    for (const [name, text] of Object.entries(next)) writeFileSync(join(path, version, name), text);
    symlinkSync(version, join(path, '..data_tmp'));
    renameSync(join(path, '..data_tmp'), join(path, '..data'));
    for (const name of Object.keys(next)) link(path, name);
    if (before !== undefined) rmSync(join(path, before), { recursive: true });
    before = version;
  };
  write(files);
  return { path, write };
}

/** Replaces a link that is there already by one like it. */
function link(path: string, name: string): void {
  symlinkSync(join('..data', name), join(path, `..${name}_tmp`));
  renameSync(join(path, `..${name}_tmp`), join(path, name));
}
