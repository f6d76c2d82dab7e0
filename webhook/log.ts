import { ExtError } from '../shared/errors.ts';

/** What a line of the log tells besides what happened: plain values, never anything that somebody wrote into an object. */
export type LogData = Readonly<Record<string, string | number | boolean>>;

/** Writes one line about an event, whose name is a contract: `index.list-failed`. */
export type Log = (event: string, data?: LogData) => void;

/** A log of NDJSON. */
export function jsonLog(write: (line: string) => void, now: () => Date): Log {
  return (event, data = {}) => write(`${JSON.stringify({ ts: now().toISOString(), event, ...data })}\n`);
}

/** What a log may know of an error: the code of an expected one, and the stack of a bug. */
export function errorData(error: unknown): LogData {
  if (!(error instanceof ExtError)) return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  const { status, because } = error.details;
  return {
    error: error.sentence.id,
    code: error.code,
    ...(status !== undefined && { status }),
    ...(typeof because === 'string' && { because }),
  };
}
