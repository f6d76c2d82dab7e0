import type { Message } from '../shared/messages/message.ts';
import { textOf } from '../shared/messages/text.ts';

/** A warning has to fit into a line of a terminal; the API server cuts longer ones anyway. */
const longestWarning = 120;
const longestText = 1000;

/** A sentence as the API server hands it on: one line of English, whatever was written into the object that it quotes. */
export function said(message: Message): string {
  return cut(printable(textOf(message, 'en')), longestText);
}

/** A warning. */
export function warningOf(message: Message): string {
  return cut(printable(textOf(message, 'en')), longestWarning);
}

function printable(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}
