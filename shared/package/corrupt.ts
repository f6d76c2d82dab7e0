import { ExtError } from '../errors.ts';
import { type Message, message } from '../messages/message.ts';
import { MisshapenError } from '../model/document.ts';

/** The error for a file that breaks a rule of packages; `because` is the rule that a part of it broke. */
export function corrupt(sentence: Message, because?: Message | string): ExtError {
  return new ExtError('corrupt', sentence, { ...(because !== undefined && { because }), hints: [message('package.way-out')] });
}

/** Does what may find a misshapen document, and names the entry that holds it. */
export function inDocument<T>(file: string, entry: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MisshapenError) throw corrupt(message('package.document', { file, entry }), error.sentence);
    throw error;
  }
}
