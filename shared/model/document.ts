import { type Message, message } from '../messages/message.ts';
import { type Digest, isDigest } from './digest.ts';
import { escapedText } from './escaped-text.ts';

/** A document is not what it must be; the sentence names the field and the value. */
export class MisshapenError extends Error {
  readonly sentence: Message;

  constructor(sentence: Message) {
    super(`${sentence.id} ${JSON.stringify(sentence.data)}`);
    this.name = 'MisshapenError';
    this.sentence = sentence;
  }
}

/** A value somewhere in a document that anybody may have written, and where: `manifests[3].digest`. */
export interface Place {
  readonly value: unknown;
  readonly path: string;
}

/** The whole of a document. */
export function documentAt(value: unknown): Place {
  return { value, path: '' };
}

/** A field of a mapping. Throws MisshapenError where there is no mapping. */
export function fieldOf(place: Place, name: string): Place {
  const mapping = mappingAt(place);
  const value = Object.hasOwn(mapping, name) ? mapping[name] : undefined;
  return { value, path: place.path === '' ? name : `${place.path}.${name}` };
}

/** What stands at a place, or undefined where nothing does. */
export function optional<T>(place: Place, read: (place: Place) => T): T | undefined {
  return isAbsent(place) ? undefined : read(place);
}

/** The mapping at a place. Throws MisshapenError. */
export function mappingAt(place: Place): Readonly<Record<string, unknown>> {
  const { value } = present(place);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MisshapenError(message('package.field.mapping', shown(place)));
  return value as Readonly<Record<string, unknown>>;
}

/** The items of a list. Throws MisshapenError. */
export function itemsOf(place: Place): Place[] {
  const { value, path } = present(place);
  if (!Array.isArray(value)) throw new MisshapenError(message('package.field.list', shown(place)));
  return value.map((item: unknown, index) => ({ value: item, path: `${path}[${index}]` }));
}

/** A text, also an empty one. Throws MisshapenError. */
export function textAt(place: Place): string {
  const { value } = present(place);
  if (typeof value !== 'string') throw new MisshapenError(message('package.field.text', shown(place)));
  return value;
}

/** One line that may be shown: not empty, no control characters, at most 256 characters. Throws MisshapenError. */
export function lineAt(place: Place): string {
  const text = textAt(place);
  if (!/^\P{C}{1,256}$/u.test(text) || /[\p{Zl}\p{Zp}]/u.test(text)) throw new MisshapenError(message('package.field.line', shown(place)));
  return text;
}

/** A mapping whose values are texts: annotations, labels. Throws MisshapenError. */
export function textsAt(place: Place): Record<string, string> {
  const names = Object.keys(mappingAt(place));
  return Object.fromEntries(names.map((name) => [name, textAt(fieldOf(place, name))]));
}

/** True or false. Throws MisshapenError. */
export function truthAt(place: Place): boolean {
  const { value } = present(place);
  if (typeof value !== 'boolean') throw new MisshapenError(message('package.field.truth', shown(place)));
  return value;
}

/** A number of bytes: whole, not negative, exactly representable. Throws MisshapenError. */
export function sizeAt(place: Place): number {
  const { value } = present(place);
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw new MisshapenError(message('package.field.size', shown(place)));
  return Number(value);
}

/** A digest that this program can check. Throws MisshapenError. */
export function digestAt(place: Place): Digest {
  const { value } = present(place);
  if (!isDigest(value)) throw new MisshapenError(message('package.field.digest', shown(place)));
  return value;
}

/** One of a few values. Throws MisshapenError. */
export function choiceAt<T extends string | number>(place: Place, choices: readonly T[]): T {
  const { value } = present(place);
  const choice = choices.find((each) => each === value);
  if (choice === undefined) throw new MisshapenError(message('package.field.choice', { ...shown(place), choices: choices.map(String) }));
  return choice;
}

/** A text of some form that has a name of its own in the message `id`. Throws MisshapenError. */
export function formAt(
  place: Place,
  is: (text: string) => boolean,
  id: 'package.field.image' | 'package.field.name' | 'package.field.token',
): string {
  const text = textAt(place);
  if (!is(text)) throw new MisshapenError(message(id, shown(place)));
  return text;
}

/** The place itself, unless nothing stands there. Throws MisshapenError. */
export function present(place: Place): Place {
  if (isAbsent(place)) throw new MisshapenError(message('package.field.missing', { field: nameOf(place) }));
  return place;
}

/** YAML has two ways to leave a value out. */
function isAbsent({ value }: Place): boolean {
  return value === undefined || value === null;
}

function shown(place: Place): { readonly field: string; readonly value: string } {
  const { value } = place;
  const text = typeof value === 'object' && value !== null ? (Array.isArray(value) ? '[…]' : '{…}') : undefined;
  return { field: nameOf(place), value: text ?? (typeof value === 'string' ? escapedText(value) : String(value)) };
}

/** The path of a field holds names that others chose. */
function nameOf({ path }: Place): string {
  return /^[\w.[\]/-]{1,200}$/.test(path) ? path : path === '' ? '.' : escapedText(path);
}
