import type { en } from './en.ts';

/** The id of a sentence. The English catalogue is the list of all ids. */
export type MessageId = keyof typeof en;

/** What a sentence is told about: plain values, so that a message can also be printed as JSON. */
export type MessageData = Readonly<Record<string, string | number | readonly string[]>>;

/** A sentence before it has a language: an id and data. The id and the data are a contract, the prose is not. */
export interface Message {
  readonly id: MessageId;
  readonly data: MessageData;
}

/** The names that stand in braces in a template: `{name}`. */
type Placeholder<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never;

type DataOf<Id extends MessageId> = [Placeholder<(typeof en)[Id]>] extends [never]
  ? []
  : [data: Readonly<Record<Placeholder<(typeof en)[Id]>, string | number | readonly string[]>>];

/** Makes a message; the compiler demands exactly the data that its English template names. */
export function message<Id extends MessageId>(id: Id, ...[data]: DataOf<Id>): Message {
  return { id, data: data ?? {} };
}
