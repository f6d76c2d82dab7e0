import type { Message } from './messages/message.ts';
import type { Finding } from './policy/rule.ts';

/** What went wrong, as a program wants to know it. `cmd/kubectl-ext/exit-code.ts` gives each code its exit status. */
export type ErrorCode =
  /** Something outside failed in a way that has no code of its own. */
  | 'failure'
  /** No answer, or none that can be trusted: refused, timed out, wrong certificate. */
  | 'unreachable'
  /** The person said no. */
  | 'declined'
  /** The words are not a command, or a question has nobody to answer it. */
  | 'usage'
  /** Everything of ours is done; a human has to act. */
  | 'pending'
  /** No such operator, channel, version, object. */
  | 'not-found'
  /** A guard or a precondition does not hold. */
  | 'unmet'
  /** Installed, and not well. */
  | 'broken'
  /** Some targets worked and some did not. */
  | 'partial'
  /** The clock ran out; the cluster may still get there. */
  | 'timeout'
  /** The server does not know who we are (401). */
  | 'unauthenticated'
  /** The server knows who we are and does not let us (403). */
  | 'forbidden'
  /** A rule said no, ours or the server's admission. */
  | 'denied'
  /** The object changed in the meantime (409). */
  | 'conflict'
  /** The server refuses the object as it is (422). */
  | 'invalid'
  /** A file is not what it claims to be: cut off, damaged, or made to harm. */
  | 'corrupt'
  /** A signature or a checksum does not hold, or the one that is required is missing. */
  | 'unverified'
  /** Two things differ, and that was the question. */
  | 'different'
  | 'interrupted'
  | 'terminated';

/** What an error tells besides its sentence. */
export interface ErrorDetails {
  /** The rule that denied, or `HTTP 403`: shown in parentheses behind the sentence. */
  readonly rule?: string;
  /** `subscription/harbor-ce-operator-subs`, the object it is about. */
  readonly object?: string;
  /** The field it is about: `spec.channel`. */
  readonly path?: string;
  /** Lines shown under the sentence: the table of a guard, the tree of what is on the server. */
  readonly lines?: readonly string[];
  /** Why, in the words of who said it: a server's are never translated. */
  readonly because?: Message | string;
  /** What to do now: a command to copy, or a sentence. */
  readonly hints?: readonly (Message | string)[];
  /** The objections of the policy. */
  readonly findings?: readonly Finding[];
  /** What went wrong with each part of a batch. */
  readonly failures?: readonly ExtError[];
  /** The HTTP status the server answered with. */
  readonly status?: number;
  readonly cause?: unknown;
}

/** The one class of expected errors. Anything else that is thrown is a bug. */
export class ExtError extends Error {
  readonly code: ErrorCode;
  readonly sentence: Message;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, sentence: Message, details: ErrorDetails = {}) {
    super(`${sentence.id} ${JSON.stringify(sentence.data)}`, { cause: details.cause });
    this.name = 'ExtError';
    this.code = code;
    this.sentence = sentence;
    this.details = details;
  }
}
