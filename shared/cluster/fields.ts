import { resolve } from 'node:path';

/** A mapping read from a file that anybody may have written. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Says in English which part of a file is not as it must be; never quotes the file, which holds secrets. */
export class MalformedError extends Error {}

/** Whether a field has a value. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Whether a value is a mapping: no list, no scalar. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a mapping; an absent one is empty. Throws MalformedError. */
export function mappingAt(value: unknown, path: string): Mapping {
  if (!isPresent(value)) return {};
  if (!isMapping(value)) throw new MalformedError(`${path} is not a mapping`);
  return value;
}

/** A list; an absent one is empty. Throws MalformedError. */
export function listAt(parent: Mapping, key: string, path: string): readonly unknown[] {
  const value = parent[key];
  if (!isPresent(value)) return [];
  if (!Array.isArray(value)) throw new MalformedError(`${joined(path, key)} is not a list`);
  return value;
}

/** A string; absent and empty are the same. Throws MalformedError. */
export function textAt(parent: Mapping, key: string, path: string): string | undefined {
  const value = parent[key];
  if (!isPresent(value) || value === '') return undefined;
  if (typeof value !== 'string') throw new MalformedError(`${joined(path, key)} is not a string`);
  return value;
}

/** A list of strings. Throws MalformedError. */
export function textsAt(parent: Mapping, key: string, path: string): readonly string[] {
  return listAt(parent, key, path).map((value) => {
    if (typeof value !== 'string') throw new MalformedError(`${joined(path, key)} is not a list of strings`);
    return value;
  });
}

/** The path of a file, made absolute from `folder`. Throws MalformedError. */
export function fileAt(parent: Mapping, key: string, path: string, folder: string): string | undefined {
  const value = textAt(parent, key, path);
  return value === undefined ? undefined : resolve(folder, value);
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
