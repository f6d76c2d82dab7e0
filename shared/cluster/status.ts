import { isMapping } from './fields.ts';

/** What the API server says about a request that it did not fulfil (`kind: Status`). */
export interface Status {
  readonly message: string;
  /** `Forbidden`, `NotFound`, `AlreadyExists`; empty where the server named none. */
  readonly reason: string;
  readonly code: number;
}

/** The Status in a parsed answer or watch event; undefined for anything else. */
export function statusIn(answer: unknown): Status | undefined {
  if (!isMapping(answer) || answer.kind !== 'Status' || typeof answer.message !== 'string') return undefined;
  const { reason, code } = answer;
  return { message: answer.message, reason: typeof reason === 'string' ? reason : '', code: typeof code === 'number' ? code : 0 };
}

/** The reason that belongs to an HTTP status where the answer names none, as kubectl fills it in. */
export function reasonFor(status: number): string {
  const known = reasons.get(status);
  return known ?? (status >= 500 ? 'InternalError' : 'Unknown');
}

const reasons = new Map([
  [400, 'BadRequest'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'NotFound'],
  [405, 'MethodNotAllowed'],
  [406, 'NotAcceptable'],
  [409, 'Conflict'],
  [410, 'Gone'],
  [413, 'RequestEntityTooLarge'],
  [415, 'UnsupportedMediaType'],
  [422, 'Invalid'],
  [429, 'TooManyRequests'],
  [503, 'ServiceUnavailable'],
  [504, 'Timeout'],
]);
