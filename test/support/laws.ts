import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Import, readSource, type SourceFile } from './source-file.ts';

const root = join(import.meta.dirname, '..', '..');

/** Reads all TypeScript files of these folders of the project. */
export function sourcesIn(folders: readonly string[]): SourceFile[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => posix.join(folder, file)))
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules/'))
    .toSorted()
    .map((path) => readSource(path, readFileSync(join(root, path), 'utf8')));
}

/** Whether a file is a test, which may do what its subject may not. */
export function isTest({ path }: Pick<SourceFile, 'path'>): boolean {
  return path.endsWith('.test.ts');
}

/** What a part of the house may import besides itself. */
export interface Row {
  readonly imports?: readonly string[];
  /** Parts of which it sees the types only: `import type`. */
  readonly types?: readonly string[];
}

/** The parts of the house: files and folders. A file belongs to the row with the longest path. */
export type House = Readonly<Record<string, Row>>;

/** Imports of our own files that the table does not allow; `open` are files that everybody may import. */
export function offencesInHouse(file: SourceFile, house: House, open: readonly string[]): string[] {
  const part = partOf(file.path, house);
  if (part === undefined) return [`${file.path} belongs to no part of the house`];
  const { imports = [], types = [] } = house[part] ?? {};
  return ownImports(file)
    .filter(({ target }) => !open.includes(target))
    .filter(({ target, isType }) => {
      const other = partOf(target, house);
      return other === undefined || !(other === part || imports.includes(other) || (isType && types.includes(other)));
    })
    .map(({ target, isType }) => `${file.path} imports ${isType ? 'types of ' : ''}${target}`);
}

function partOf(path: string, house: House): string | undefined {
  return Object.keys(house)
    .filter((part) => isWithin(path, part))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** Which libraries a file may import: the names of all of it (`true`), or these names only. */
export type Libraries = Readonly<Record<string, true | readonly string[]>>;

/** Imports of anything but our own files that the list does not allow. */
export function offencesInPure(file: SourceFile, allowed: Libraries): string[] {
  return libraryImports(file)
    .filter(({ library, names }) => {
      const known = allowed[library];
      return known === undefined || (known !== true && names.some((name) => !known.includes(name)));
    })
    .map(({ library, names }) => `${file.path} imports ${names.join(', ')} of ${library}`);
}

/** Where a library may be imported: files and folders. */
export type Doors = Readonly<Record<string, readonly string[]>>;

/** Imports of libraries outside their doors. Of npm every library has to be listed; of Node only what is listed is guarded. */
export function offencesAtDoors(file: SourceFile, doors: Doors): string[] {
  return libraryImports(file)
    .filter(({ library }) => !(doors[library]?.some((door) => isWithin(file.path, door)) ?? library.startsWith('node:')))
    .map(({ library }) => `${file.path} imports ${library}`);
}

/** Names and members that are used outside the files that may. */
export function offencesByUse(file: SourceFile, names: readonly string[], mayUse: readonly string[] = []): string[] {
  if (mayUse.some((path) => isWithin(file.path, path))) return [];
  return file.uses.filter((name) => names.includes(name)).map((name) => `${file.path} uses ${name}`);
}

/** The files that are loaded together with a file, itself included; what it imports late or as a type is not. */
export function loadedWith(path: string, files: readonly SourceFile[]): SourceFile[] {
  const loaded = new Map<string, SourceFile>();
  const load = (next: string) => {
    const file = files.find((each) => each.path === next);
    if (file === undefined || loaded.has(next)) return;
    loaded.set(next, file);
    for (const { target, isType, isLate } of ownImports(file)) if (!isType && !isLate) load(target);
  };
  load(path);
  return [...loaded.values()];
}

/** The imports of files of this project, by their path from its root. */
export function ownImports({ path, imports }: SourceFile): (Import & { readonly target: string })[] {
  return imports.flatMap((each) =>
    each.module?.startsWith('.') === true ? [{ ...each, target: posix.join(posix.dirname(path), each.module) }] : [],
  );
}

/** The imports of packages and of Node's own modules, by the name of the package; a name that only the running program knows is `<computed>`. */
function libraryImports({ imports }: SourceFile): (Import & { readonly library: string })[] {
  return imports.filter(({ module }) => module?.startsWith('.') !== true).map((each) => ({ ...each, library: libraryOf(each.module) }));
}

function libraryOf(module: string | null): string {
  if (module === null) return '<computed>';
  const [first = '', second = ''] = module.split('/');
  if (first.startsWith('node:')) return first;
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function isWithin(path: string, part: string): boolean {
  return path === part || path.startsWith(`${part}/`);
}
