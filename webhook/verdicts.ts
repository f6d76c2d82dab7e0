import { message } from '../shared/messages/message.ts';
import { said } from '../shared/messages/said.ts';
import type { AdmissionRequest, Verdict } from './review.ts';
import type { Subject } from './subject.ts';
import { warningOf } from './words.ts';

/** Lets a write pass that is not ours to judge: the registration asks for more than this program knows. */
export function notJudged({ operation, resource, subResource }: AdmissionRequest): Verdict {
  const what = subResource === '' ? resource.resource : `${resource.resource}/${subResource}`;
  return { warnings: [warningOf(message('webhook.not-judged', { operation, what }))] };
}

/** Refuses an object whose fields have types that its schema forbids. */
export function misshapen(request: AdmissionRequest, { kind, path, wanted }: Subject & { is: 'misshapen' }): Verdict {
  const text = said(message('webhook.wrong-shape', { path, wanted }));
  const causes = [{ field: path, message: text }];
  return { denial: { code: 422, reason: 'Invalid', message: text, causes, kind, name: request.name } };
}

/** What is said when deciding failed and nothing may pass unjudged. */
export const failedClosed: Verdict = {
  denial: { code: 500, reason: 'InternalError', message: said(message('webhook.failed')), causes: [] },
};

/** What is said when deciding failed and the write may pass as it is. */
export const failedOpen: Verdict = { warnings: [warningOf(message('webhook.failed'))] };
