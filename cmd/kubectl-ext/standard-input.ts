import { addAbortSignal } from 'node:stream';
import type { Surroundings } from './surroundings.ts';

/** All of standard input. Throws an AbortError when the signal fires: whoever waits at a terminal for what never comes is not made to. */
export async function standardInput({ stdin, signal }: Pick<Surroundings, 'stdin' | 'signal'>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of addAbortSignal(signal, stdin)) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}
