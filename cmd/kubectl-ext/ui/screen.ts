import type { Output } from '../surroundings.ts';

/** The two streams, kept from writing into each other's lines: the answer goes to stdout, the talk to stderr. */
export interface Screen {
  readonly answer: (text: string) => void;
  readonly say: (line: string) => void;
  /** Text without a line end, for a question that is answered on the same line. */
  readonly prompt: (text: string) => void;
  /** Shows a line that the next one takes the place of; only where `rewrites` is true. */
  readonly status: (line: string) => void;
  readonly rewrites: boolean;
  /** Takes that line away. */
  readonly clear: () => void;
  /** The columns of stderr, where it is a terminal. */
  readonly columns: number | undefined;
}

/** Makes the screen. `rewrites` says whether stderr is a terminal that a person watches. */
export function makeScreen(stdout: Output, stderr: Output, rewrites: boolean): Screen {
  let standing = false;
  const clear = () => {
    if (standing) stderr.write('\r\u001b[K');
    standing = false;
  };
  const write = (stream: Output, text: string) => {
    clear();
    stream.write(text);
  };
  return {
    answer: (text) => write(stdout, text),
    say: (line) => write(stderr, `${line}\n`),
    prompt: (text) => write(stderr, text),
    status: (line) => {
      write(stderr, line);
      standing = true;
    },
    ...{ rewrites, clear },
    columns: stderr.isTTY === true ? stderr.columns : undefined,
  };
}
