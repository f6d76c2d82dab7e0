import { ExtError } from '../../../../shared/errors.ts';
import { message } from '../../../../shared/messages/message.ts';

/** A place in a text that only moves forward. */
export class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Steps over what a sticky pattern matches here and returns it; undefined where it does not match. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match ?? undefined;
  }

  atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The error that the text cannot be read from here on. */
  error(): ExtError {
    return new ExtError('usage', message('error.jsonpath', { template: this.text, at: this.at + 1 }));
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** A quoted string, a number, true, false or null; undefined where none stands. */
export function literalAt(reader: Reader): unknown {
  const quoted = reader.take(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy);
  if (quoted !== undefined) return (quoted[1] ?? quoted[2] ?? '').replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter);
  const plain = reader.take(/-?\d+(?:\.\d+)?|true\b|false\b|null\b/y);
  return plain === undefined ? undefined : JSON.parse(plain[0]);
}
