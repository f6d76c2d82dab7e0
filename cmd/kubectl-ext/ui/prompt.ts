import { createInterface } from 'node:readline';
import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import type { Input } from '../surroundings.ts';

/** The terminal a question is asked on. */
export interface Asking {
  readonly stdin: Input;
  /** Shows the question; the answer is typed on the same line. */
  readonly show: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Asks a question that is answered by yes or no, in either language; anything else, and the end of the input, is no. */
export async function askYes(question: string, asking: Asking): Promise<boolean> {
  asking.show(`${question} [y/N] `);
  const answer = await readLine(asking);
  if (answer === undefined) asking.show('\n');
  return /^\s*(y|yes|д|да)\s*$/i.test(answer ?? '');
}

/** The line that was typed; undefined at the end of the input. Ctrl-C reaches the process only while readline leaves the terminal as it is, hence `terminal: false`. */
function readLine({ stdin, show, signal }: Asking): Promise<string | undefined> {
  const reader = createInterface({ input: stdin, terminal: false });
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  const interrupted = () => {
    show('\n');
    reject(new ExtError('interrupted', message('error.interrupted')));
  };
  if (signal.aborted) interrupted();
  signal.addEventListener('abort', interrupted, { once: true });
  reader.once('line', resolve);
  reader.once('close', () => resolve(undefined));
  return promise.finally(() => {
    signal.removeEventListener('abort', interrupted);
    reader.close();
  });
}
