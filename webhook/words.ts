import type { Message } from '../shared/messages/message.ts';
import { said } from '../shared/messages/said.ts';

/** A warning has to fit into a line of a terminal; the API server cuts longer ones anyway. */
const longestWarning = 120;

/** A sentence as a warning of the API server. */
export function warningOf(message: Message): string {
  const text = said(message);
  return text.length <= longestWarning ? text : `${text.slice(0, longestWarning - 1).toWellFormed()}…`;
}
