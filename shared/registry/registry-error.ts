import type { IncomingMessage } from 'node:http';
import { bodyOf } from '../connection/exchange.ts';
import { redactText } from '../connection/redact.ts';
import { type ErrorCode, type ErrorDetails, ExtError } from '../errors.ts';
import { type Message, message } from '../messages/message.ts';
import { jsonIn, listAt, textAt } from '../model/loose.ts';
import { retryAfterIn, TransientError } from './patience.ts';
import type { Target } from './target.ts';

/** What passes by itself. */
const transient: readonly number[] = [408, 429, 499, 500, 502, 503, 504, 522];
/** Of an answer that is no success, in bytes. */
export const largestError = 64 * 1024;
const longestWords = 500;

/** What an answer that is no success means. Reads its body. */
export async function refusal(response: IncomingMessage, { registry, image }: Target): Promise<ExtError | TransientError> {
  const status = response.statusCode ?? 0;
  const because = await wordsIn(response);
  const details: ErrorDetails = { status, rule: `HTTP ${status}`, ...(because === '' ? {} : { because }) };
  const {
    code,
    sentence,
    hints = [],
  } = kinds.get(status)?.(registry, image) ?? {
    ...{ code: 'failure' as const, sentence: message('registry.failed', { registry }) },
  };
  const error = new ExtError(code, sentence, { ...details, hints });
  return transient.includes(status) ? new TransientError(error, retryAfterIn(response.headers['retry-after'], Date.now())) : error;
}

interface Kind {
  readonly code: ErrorCode;
  readonly sentence: Message;
  readonly hints?: readonly Message[];
}

const kinds: ReadonlyMap<number, (registry: string, image: string) => Kind> = new Map([
  [
    401,
    (registry: string): Kind => ({
      code: 'unauthenticated',
      sentence: message('registry.refused', { registry }),
      hints: [message('registry.login-hint')],
    }),
  ],
  [403, (registry: string, image: string): Kind => ({ code: 'forbidden', sentence: message('registry.forbidden', { registry, image }) })],
  [404, (registry: string, image: string): Kind => ({ code: 'not-found', sentence: message('registry.not-found', { registry, image }) })],
]);

/** What the registry says, in one line: it may be anything. */
async function wordsIn(response: IncomingMessage): Promise<string> {
  const text = await bodyOf(response, largestError).catch(() => '');
  const words = listAt(jsonIn(text), 'errors').map((error) =>
    [textAt(error, 'code'), textAt(error, 'message')].filter((word) => word !== undefined).join(': '),
  );
  return redactText(words.join('; '))
    .replace(/\p{C}+/gu, ' ')
    .slice(0, longestWords);
}
