import { type ErrorCode, ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { denierIn } from '../model/refusal.ts';
import { shown, withoutUser } from '../connection/proxy.ts';
import { type Status, reasonFor, statusIn } from './status.ts';

/** An answer that is not a success. */
export interface Refusal {
  readonly status: number;
  readonly statusText: string;
  readonly contentType: string;
  readonly body: string;
  /** Where a redirect points. */
  readonly location?: string;
}

/** Who was asked, and about which object (`subscription/harbor`). */
export interface Asked {
  readonly context: string;
  readonly server: string;
  readonly object?: string;
}

const codes = new Map<number, ErrorCode>([
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [409, 'conflict'],
  [422, 'invalid'],
]);

/** What the API server says when a JSON patch does not apply, which means that a `test` of it failed. */
const patchDoesNotApply = 'the server rejected our request due to an error in our request';

/** What the API server says to whom no role allows it; a quota, or a namespace on its way out, is a 403 too. */
const lacksRights = /^\S+ (".*" )?is forbidden: User ".*" cannot /;

/**
 * Turns an answer that is not a success into an ExtError. The server's words are its `because`, the HTTP status its `status`, and its
 * sentence names the reason (`Forbidden`) as data; `rule` is who denied or else `HTTP 403`.
 */
export function apiError(refusal: Refusal, asked: Asked): ExtError {
  const status = statusIn(parsed(refusal.body));
  if (status !== undefined) return errorOfStatus({ ...status, code: refusal.status }, asked);
  if (isOfKubernetes(refusal))
    return errorOfStatus({ message: refusal.body.trim() || refusal.statusText, reason: '', code: refusal.status }, asked);
  return foreignAnswer(refusal, asked);
}

/** The ExtError of a Status, also of one that came as a watch event. */
function errorOfStatus({ message: words, reason, code: status }: Status, asked: Asked): ExtError {
  const rule = denierIn(words);
  const code = rule === undefined ? codeFor(status, words) : 'denied';
  const known = { status, object: asked.object, because: words, rule: rule ?? `HTTP ${status}`, cause: { reason, message: words } };
  if (code === 'unauthenticated') {
    const hints = [message('cluster.unauthenticated-hint', { context: asked.context })];
    return new ExtError(code, message('cluster.unauthenticated', { reason: reason || reasonFor(status) }), { ...known, hints });
  }
  const hints = code === 'forbidden' && lacksRights.test(words) ? { hints: [message('cluster.forbidden-hint')] } : {};
  return new ExtError(code, message('cluster.answer', { reason: reason || reasonFor(status) }), { ...known, ...hints });
}

/** The error for an answer that no API server gives: a page, a redirect, JSON of something else. Its content is not quoted. */
export function foreignAnswer(
  { status, statusText, location }: Pick<Refusal, 'status' | 'statusText' | 'location'>,
  { server }: Asked,
): ExtError {
  const because = [`HTTP ${status} ${statusText}`, location && `Location: ${placeOf(location, server)}`].filter(Boolean).join(', ');
  const isGateway = status >= 502 && status <= 504;
  const code = codes.get(status === 404 ? 0 : status) ?? (isGateway ? 'unreachable' : 'failure');
  return new ExtError(code, message('cluster.not-an-api', { server }), { status, rule: `HTTP ${status}`, because });
}

/** Where a redirect points, without the user and the query, which hold secrets. */
function placeOf(location: string, server: string): string {
  return URL.canParse(location, server) ? shown(new URL(location, server)) : withoutUser(location);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The API server's outermost layers answer in plain text: `404 page not found`, `Unauthorized`. Gateways and portals send pages. */
function isOfKubernetes({ contentType, status }: Refusal): boolean {
  return status >= 400 && (contentType === '' || contentType.startsWith('text/plain'));
}

function codeFor(status: number, words: string): ErrorCode {
  if (status === 422 && words === patchDoesNotApply) return 'conflict';
  return codes.get(status) ?? 'failure';
}
