import type { Message } from './message.ts';
import { textOf } from './text.ts';

/** The API server hands on what an admission webhook says, and nobody reads more. */
const longest = 1000;

/** A sentence of a verdict: one line of English, whatever was written into the object that it quotes. */
export function said(message: Message): string {
  const text = textOf(message, 'en')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
}

/** What is wrong, and what to do instead. */
export function objectionText({ fault, wayOut }: { readonly fault: Message; readonly wayOut: Message }): string {
  return `${said(fault)}; ${said(wayOut)}`;
}
