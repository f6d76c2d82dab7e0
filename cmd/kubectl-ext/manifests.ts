import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import type { WrittenObject } from '../../shared/actions/policy-check.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { standardInput } from './standard-input.ts';
import type { Surroundings } from './surroundings.ts';

type Around = Pick<Surroundings, 'stdin' | 'signal'>;

/**
 * Reads the objects in files of YAML or JSON documents, those of lists one by one; `-` is standard input.
 * Throws `usage` for a file that cannot be read, a document that is no object, and where there is no object at all.
 */
export async function readManifests(files: readonly string[], surroundings: Around): Promise<WrittenObject[]> {
  const read = await Promise.all([...new Set(files)].map((file) => objectsIn(file, surroundings)));
  const objects = read.flat();
  if (objects.length === 0) throw new ExtError('usage', message('policy.no-object', { files: files.map(shownName) }));
  return objects;
}

async function objectsIn(file: string, surroundings: Around): Promise<WrittenObject[]> {
  const name = shownName(file);
  const documents = parse(name, file === '-' ? await standardInput(surroundings) : await textOf(file));
  return documents.flatMap((content, index) => {
    const place = { file: name, document: index + 1 };
    return itemsOf(content, place).map((item) => ({ ...place, object: asObject(item, place) }));
  });
}

type Place = Pick<WrittenObject, 'file' | 'document'>;

/** kubectl's name for standard input. */
function shownName(file: string): string {
  return file === '-' ? 'STDIN' : file;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ExtError('usage', message('error.cannot-read', { file }), { because: reasonIn(cause), cause });
  }
}

/** The content of each document; JSON is YAML, too. */
function parse(file: string, text: string): unknown[] {
  return [...parseAllDocuments(text, { merge: true })].map((document, index) => {
    const [fault] = document.errors;
    try {
      if (fault !== undefined) throw fault;
      return document.toJS() as unknown;
    } catch (cause) {
      throw new ExtError('usage', message('policy.unreadable', { file, document: index + 1 }), { because: reasonIn(cause), cause });
    }
  });
}

/** What YAML complains about is a sentence, then a picture of the place. */
function reasonIn(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split('\n', 1)[0]?.replace(/:$/, '') ?? '';
}

/** The objects of a document: none of an empty one, those of a list, or the one it is. */
function itemsOf(content: unknown, place: Place): readonly unknown[] {
  if (content === null || content === undefined) return [];
  if (!isMapping(content) || typeof content['kind'] !== 'string' || !content['kind'].endsWith('List')) return [content];
  const { items } = content;
  if (!Array.isArray(items)) throw notAnObject(place, 'items');
  return items;
}

function asObject(content: unknown, place: Place): KubeObject {
  if (!isMapping(content)) throw notAnObject(place, 'kind');
  const missing = ['apiVersion', 'kind'].find((field) => typeof content[field] !== 'string' || content[field] === '');
  if (missing !== undefined) throw notAnObject(place, missing);
  const { metadata } = content;
  if (!isMapping(metadata) || typeof metadata['name'] !== 'string' || metadata['name'] === '') throw notAnObject(place, 'metadata.name');
  return content as unknown as KubeObject;
}

function notAnObject(place: Place, field: string): ExtError {
  return new ExtError('usage', message('policy.not-an-object', { ...place, field }), { path: field });
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
