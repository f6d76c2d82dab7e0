import { message } from '../shared/messages/message.ts';
import type { FactName, Facts } from '../shared/model/facts.ts';
import { policy } from '../shared/policy/index.ts';
import { judge, type Judgement } from '../shared/policy/judge.ts';
import type { Finding, Unasked } from '../shared/policy/rule.ts';
import { channelExists } from '../shared/policy/subscription/channel-exists.ts';
import { isExempt } from './exemptions.ts';
import type { FactSource } from './facts/index.ts';
import type { AdmissionRequest, Decide, Verdict } from './review.ts';
import { subjectOf, type Write } from './subject.ts';
import { misshapen, notJudged } from './verdicts.ts';
import { said, warningOf } from './words.ts';

/** Rules that deny because something is not there. What is remembered may be older than what they miss, so they are asked again with fresh facts. */
const denyingAbsence: ReadonlySet<string> = new Set([channelExists.id]);

/** Makes the validating half: a review is judged by the law, and every objection is said at once. */
export function createValidate(facts: FactSource): Decide {
  return async (request, budget) => {
    const subject = subjectOf(request);
    if (subject.is === 'foreign') return notJudged(request);
    if (isExempt(request)) return {};
    if (subject.is === 'misshapen') return misshapen(request, subject);
    const deadline = performance.now() + budget;
    const left = () => Math.max(0, deadline - performance.now());
    return verdictOf(
      request,
      subject,
      await judgementOf(subject, (names, fresh) => facts.gather(subject.object, names, { budget: left(), fresh })),
    );
  };
}

type Gather = (names: readonly FactName[], fresh: boolean) => Promise<Facts>;

/** Only facts that a rule asks for are gathered: the judge names them. */
async function judgementOf(write: Write, gather: Gather): Promise<Judgement> {
  const first = await judgeWith(write, (names) => gather(names, false));
  if (!first.findings.some(({ rule }) => denyingAbsence.has(rule))) return first;
  const second = await judgeWith(write, (names) => gather(names, true));
  // What did not need fresh facts is not forgotten where they cannot be had.
  const kept = first.findings.filter(({ rule }) => !denyingAbsence.has(rule) && second.unasked.some((each) => each.rule === rule));
  return {
    findings: [...kept, ...second.findings].toSorted((one, other) => rank(one) - rank(other)),
    unasked: second.unasked.filter(({ rule }) => !kept.some((finding) => finding.rule === rule)),
  };
}

/** The place of a rule in the law. */
function rank({ rule }: Finding): number {
  return policy.Subscription.findIndex(({ id }) => id === rule);
}

async function judgeWith({ operation, object }: Write, gather: (names: readonly FactName[]) => Promise<Facts>): Promise<Judgement> {
  const asked = new Set<FactName>();
  let facts: Facts = {};
  for (;;) {
    const judgement = judge(operation, object, facts);
    const wanted = [...new Set(judgement.unasked.map(({ fact }) => fact))].filter((name) => !asked.has(name));
    if (wanted.length === 0) return judgement;
    facts = { ...facts, ...(await gather(wanted)) };
    for (const name of wanted) asked.add(name);
  }
}

function verdictOf(request: AdmissionRequest, { object }: Write, { findings, unasked }: Judgement): Verdict {
  const denials = findings.filter(({ severity }) => severity === 'deny');
  const warnings = [...findings.filter(({ severity }) => severity === 'warn').map(warningLine), ...unasked.map(unaskedLine)];
  const notes = notesOf(findings, unasked, denials.length > 0);
  if (denials.length === 0) return { warnings, notes };
  const causes = denials.map((finding) => ({ field: finding.path, message: `${finding.rule}: ${reasonOf(finding)}` }));
  const text = denials.map((finding) => `${finding.rule}: ${finding.path}: ${reasonOf(finding)}`).join('\n');
  return { warnings, notes, denial: { code: 422, reason: 'Invalid', message: text, causes, kind: object.kind, name: request.name } };
}

function reasonOf({ fault, wayOut }: Finding): string {
  return `${said(fault)}; ${said(wayOut)}`;
}

function warningLine({ fault }: Finding): string {
  return warningOf(fault);
}

function unaskedLine({ fact, rule }: Unasked): string {
  return warningOf(message('webhook.not-checked', { fact, rule }));
}

function notesOf(findings: readonly Finding[], unasked: readonly Unasked[], isDenied: boolean): Record<string, string> {
  return {
    verdict: isDenied ? 'deny' : 'allow',
    ...(findings.length > 0 && { rules: findings.map(({ rule }) => rule).join(',') }),
    ...(unasked.length > 0 && { unknown: [...new Set(unasked.map(({ fact }) => fact))].join(',') }),
  };
}
