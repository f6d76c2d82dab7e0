import type { Document, ErrorItem } from '../../../shared/actions/result.ts';
import type { ExtError } from '../../../shared/errors.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { type Language, textOf } from '../../../shared/messages/text.ts';
import type { Finding } from '../../../shared/policy/rule.ts';

/** An error as lines for a person: what, the details, why, and what to do now. */
export function errorLines({ sentence, details }: ExtError, language: Language): string[] {
  const say = speaker(language);
  const { rule, status, lines = [], because, findings = [], failures = [], hints = [] } = details;
  const code = rule ?? (status === undefined ? undefined : `HTTP ${status}`);
  return [
    ...failures.flatMap((failure) => errorLines(failure, language)),
    `error: ${say(sentence)}${code === undefined ? '' : ` (${code})`}`,
    ...lines.map((line) => `  ${line}`),
    ...objections(findings, language),
    ...(because === undefined ? [] : [`cause: ${say(because)}`]),
    ...[...new Set([...findings.map(({ wayOut }) => wayOut), ...hints].map(say))].map((hint) => `hint: ${hint}`),
  ];
}

/** The objections of the policy: of a single one the sentence above says all but the field, of several each has a line. */
function objections(findings: readonly Finding[], language: Language): string[] {
  const [only, second] = findings;
  if (only === undefined) return [];
  if (second === undefined) return [`  field: ${only.path}`];
  return findings.map(({ rule, path, fault }) => `  ${rule}: ${path}: ${textOf(fault, language)}`);
}

/** An error as data, one item for every objection and every failure; in English, because data is never translated. */
export function errorItems(error: ExtError): ErrorItem[] {
  const say = speaker('en');
  const { rule, object, path, because, findings = [], failures, hints = [] } = error.details;
  if (failures !== undefined) return failures.flatMap(errorItems);
  const cause = because === undefined ? '' : `: ${say(because)}`;
  const item = { code: error.code, message: say(error.sentence) + cause, rule, object, path, hint: hints.map(say).join('\n') || undefined };
  const denials = findings.map((finding) => ({
    ...item,
    message: say(finding.fault),
    rule: finding.rule,
    path: finding.path,
    hint: say(finding.wayOut),
  }));
  return denials.length > 0 ? denials : [item];
}

/** A failure as a document of the kind that the command would have answered with. */
export function errorDocument(kind: string, error: ExtError): Document<string> {
  const body = kind.endsWith('List') ? { items: [] } : {};
  return { apiVersion: 'ext.cpaas.io/v1', kind, ...body, errors: errorItems(error), warnings: [] };
}

/** An error as one line of NDJSON: ids and data, no prose but the server's own words. */
export function errorEvent({ code, sentence, details }: ExtError, now: number): string {
  const { rule, object = null, path, status, because, findings, failures } = details;
  const why = typeof because === 'object' ? because.id : because;
  const denials = findings?.map((finding) => ({ rule: finding.rule, path: finding.path }));
  const data = { ...sentence.data, code, rule, path, status, because: why, findings: denials, failures: failures?.map(failureData) };
  return JSON.stringify({ ts: new Date(now).toISOString(), cluster: null, step: sentence.id, state: 'failed', object, data });
}

function failureData({ code, sentence, details }: ExtError) {
  return { step: sentence.id, object: details.object, code, ...sentence.data };
}

function speaker(language: Language): (said: Message | string) => string {
  return (said) => (typeof said === 'string' ? said : textOf(said, language));
}
