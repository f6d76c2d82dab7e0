import type { Message } from '../messages/message.ts';
import type { OperationStep } from './result.ts';

/**
 * One thing that work has to say while it runs. Who shows it (lines, NDJSON, nothing) is chosen once in `ui/`.
 * The message's id is the step, its data the facts; both are a contract, the prose is not.
 */
export interface Event {
  readonly state: 'planned' | 'waiting' | 'done' | 'warning' | 'note';
  readonly message: Message;
  /** Said behind the message: what is worth knowing about it. */
  readonly remark?: Message;
  /** `<resource>/<name>` where the event is about one object. */
  readonly object?: string;
  readonly cluster?: string;
  /** How long a wait has lasted. */
  readonly seconds?: number;
  /** What has just been done to one object: a line of the answer, said as soon as it is true. */
  readonly step?: OperationStep;
}

/** Takes events; never throws. */
export type Report = (event: Event) => void;
