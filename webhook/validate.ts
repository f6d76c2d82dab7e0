import { message } from '../shared/messages/message.ts';
import { objectionText, said } from '../shared/messages/said.ts';
import { isFact, type FactName, type Facts } from '../shared/model/facts.ts';
import { policy } from '../shared/policy/index.ts';
import { judge, type Judgement } from '../shared/policy/judge.ts';
import type { Finding, Rule, Unasked } from '../shared/policy/rule.ts';
import { oncePerCluster } from '../shared/policy/module-info/once-per-cluster.ts';
import { withClaim } from './claim-place.ts';
import type { Claims } from './claims.ts';
import { isExempt } from './exemptions.ts';
import type { Tell } from './events.ts';
import type { FactSource } from './facts/index.ts';
import type { ModeOf } from '../shared/policy/modes.ts';
import type { Metrics } from './metrics.ts';
import type { AdmissionRequest, Decide, Denial, Verdict } from './review.ts';
import { newsOf, type Reviewed } from './review-news.ts';
import { subjectOf, type JudgedKind, type Write } from './subject.ts';
import { misshapen, notJudged } from './verdicts.ts';
import { warningOf } from './words.ts';

/** What the validating half works with. */
export interface ValidateParts {
  readonly facts: FactSource;
  readonly modeOf: ModeOf;
  readonly metrics: Pick<Metrics, 'count'>;
  readonly claims: Pick<Claims, 'take'>;
  readonly tell: Tell;
  /** Whether what is known may be out of date; whoever writes is told. */
  readonly isOld: () => boolean;
}

/** Makes the validating half: a review is judged by the law, and every objection is said at once. */
export function createValidate({ facts, modeOf, metrics, claims, tell, isOld }: ValidateParts): Decide {
  return async (request, budget) => {
    const subject = subjectOf(request);
    if (subject.is === 'foreign') return notJudged(request);
    if (isExempt(request)) return {};
    if (subject.is === 'misshapen') return misshapen(request, subject);
    const deadline = performance.now() + budget;
    const left = () => Math.max(0, deadline - performance.now());
    const gather: Gather = (names, fresh) => facts.gather(subject.object, names, { budget: left(), fresh });
    const judged = await judgementOf(subject, gather);
    const judgement = isStored(judged, modeOf) ? await withClaim(judged, { request, subject, claims, budget: left() }) : judged;
    const verdict = verdictOf(request, judgement, modeOf);
    const reviewed = { ...judgement, isDenied: verdict.denial !== undefined, modeOf };
    countReview(metrics, request, reviewed);
    const news = newsOf(request, subject, reviewed);
    if (news !== undefined) tell(news);
    return isOld() ? { ...verdict, warnings: [...(verdict.warnings ?? []), warningOf(message('webhook.old-facts'))] } : verdict;
  };
}

/** One for each objection, whatever its mode made of it, or one for a review without any. */
function countReview(
  metrics: Pick<Metrics, 'count'>,
  { kind, operation }: AdmissionRequest,
  { findings, unasked, isDenied, modeOf }: Reviewed & Judgement,
): void {
  const verdict = isDenied ? 'deny' : 'allow';
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const labels = rules.length > 0 ? rules.map((rule) => ({ rule, mode: modeOf(rule) })) : [{ rule: 'none', mode: 'none' }];
  for (const each of labels) metrics.count('ext_webhook_reviews_total', { kind, operation, verdict, ...each });
  for (const fact of new Set(unasked.map((each) => each.fact))) metrics.count('ext_webhook_unknown_facts_total', { fact });
}

type Gather = (names: readonly FactName[], fresh: boolean) => Promise<Facts>;

/** The rules of a kind that are asked here. Those about the object alone are the API server's own, by its policies. */
function rulesOf(kind: JudgedKind): readonly Pick<Rule, 'id' | 'needs' | 'deniesAbsence'>[] {
  return policy[kind].filter(({ cel }) => cel === undefined);
}

/** Only facts that a rule asks for are gathered: the judge names them. */
async function judgementOf(write: Write, gather: Gather): Promise<Judgement> {
  const first = await judgeWith(write, {}, (names) => gather(names, false));
  const doubtful = rulesOf(write.kind).filter(({ id, deniesAbsence }) => deniesAbsence && first.findings.some(({ rule }) => rule === id));
  if (doubtful.length === 0) return first;
  // What is remembered may be older than what these rules miss.
  const stale = new Set(doubtful.flatMap(({ needs }) => needs));
  const kept = Object.fromEntries(Object.entries(first.facts).filter(([name]) => !stale.has(name as FactName)));
  const second = await judgeWith(write, kept, (names) => gather(names, true));
  // What did not need fresh facts is not forgotten where they cannot be had.
  const isDoubtful = (rule: string) => doubtful.some(({ id }) => id === rule);
  const standing = first.findings.filter(({ rule }) => !isDoubtful(rule) && second.unasked.some((each) => each.rule === rule));
  const order = rulesOf(write.kind).map(({ id }) => id);
  return {
    findings: [...standing, ...second.findings].toSorted((one, other) => order.indexOf(one.rule) - order.indexOf(other.rule)),
    unasked: second.unasked.filter(({ rule }) => !standing.some((finding) => finding.rule === rule)),
  };
}

async function judgeWith(
  { kind, operation, object }: Write,
  known: Facts,
  gather: (names: readonly FactName[]) => Promise<Facts>,
): Promise<Judgement & { readonly facts: Facts }> {
  const ours = new Set(rulesOf(kind).map(({ id }) => id));
  const asked = new Set<FactName>();
  let facts = known;
  for (;;) {
    const { findings, unasked } = judge(operation, object, facts);
    const open = unasked.filter(({ rule }) => ours.has(rule));
    const wanted = [...new Set(open.map(({ fact }) => fact).filter(isFact))].filter(
      (name) => !asked.has(name) && facts[name] === undefined,
    );
    if (wanted.length === 0) return { facts, findings: findings.filter(({ rule }) => ours.has(rule)), unasked: open };
    facts = { ...facts, ...(await gather(wanted)) };
    for (const name of wanted) asked.add(name);
  }
}

/** Whether nothing that is known yet stops the write. */
function isStored(judgement: Judgement, modeOf: ModeOf): boolean {
  return denialsIn(judgement, modeOf).length === 0 && blindIn(judgement, modeOf).length === 0;
}

function denialsIn({ findings }: Judgement, modeOf: ModeOf): readonly Finding[] {
  return findings.filter(({ rule, severity }) => severity === 'deny' && modeOf(rule) === 'enforce');
}

/** The rules that let nothing pass that they could not judge. */
function blindIn({ unasked }: Judgement, modeOf: ModeOf): readonly Unasked[] {
  return unasked.filter(({ rule }) => rule === oncePerCluster.id && modeOf(rule) === 'enforce');
}

function verdictOf(request: AdmissionRequest, judgement: Judgement, modeOf: ModeOf): Verdict {
  const { findings, unasked } = judgement;
  const denials = denialsIn(judgement, modeOf);
  const blind = blindIn(judgement, modeOf);
  const shown = findings.filter(({ rule, severity }) => modeOf(rule) !== 'audit' && (severity === 'warn' || modeOf(rule) === 'warn'));
  const warnings = [...shown.map(warningLine), ...unaskedLines(unasked)];
  const denial = denials.length > 0 ? denialOf(request, denials) : blind.length > 0 ? blindDenial(request, blind) : undefined;
  const notes = notesOf(findings, unasked, denial !== undefined);
  return { warnings, notes, ...(denial !== undefined && { denial }) };
}

function denialOf({ kind, name }: AdmissionRequest, denials: readonly Finding[]): Denial {
  const causes = denials.map((finding) => ({ field: finding.path, message: `${finding.rule}: ${objectionText(finding)}` }));
  const text = denials.map((finding) => `${finding.rule}: ${finding.path}: ${objectionText(finding)}`).join('\n');
  const subject = { message: text, causes, kind, name };
  // Something else in its place is no fault of the object: whoever waits may try again.
  const conflicts = denials.map(({ conflict }) => conflict);
  const [conflict] = conflicts;
  if (conflict === undefined || conflicts.includes(undefined)) return { code: 422, reason: 'Invalid', ...subject };
  const [retryAfterSeconds] = denials.flatMap(({ retryAfter }) => retryAfter ?? []);
  return { code: 409, reason: conflict, ...subject, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

/** Two installations cannot be taken back, so this rule alone lets nothing pass that it could not judge. */
function blindDenial({ kind, name }: AdmissionRequest, [first]: readonly Unasked[]): Denial {
  const text = said(message('webhook.blind', { rule: first?.rule ?? '', fact: first?.fact ?? '' }));
  return { code: 503, reason: 'ServiceUnavailable', message: text, causes: [], retryAfterSeconds: 5, kind, name };
}

/** Who is only warned has to know which rule will deny this one day. */
function warningLine({ rule, severity, fault }: Finding): string {
  return severity === 'warn' ? warningOf(fault) : warningOf(message('webhook.would-deny', { rule, fault: said(fault) }));
}

/** One line for each fact, with the rules that wanted it. */
function unaskedLines(unasked: readonly Unasked[]): string[] {
  return [...Map.groupBy(unasked, ({ fact }) => fact)].map(([fact, rules]) => {
    return warningOf(message('webhook.not-checked', { fact, rules: rules.map(({ rule }) => rule.slice(rule.indexOf('.') + 1)) }));
  });
}

function notesOf(findings: readonly Finding[], unasked: readonly Unasked[], isDenied: boolean): Record<string, string> {
  return {
    verdict: isDenied ? 'deny' : 'allow',
    ...(findings.length > 0 && { rules: [...new Set(findings.map(({ rule }) => rule))].join(',') }),
    ...(unasked.length > 0 && { unknown: [...new Set(unasked.map(({ fact }) => fact))].join(',') }),
  };
}
