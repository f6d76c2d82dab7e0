import type { JudgedWrite } from '../../../shared/actions/judged-write.ts';
import type { FindingItem, FindingList } from '../../../shared/actions/result.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import { objectionText, said } from '../../../shared/messages/said.ts';

/** What the law says of writes as data, in English and in the words of the webhook; objects that it has nothing against are listed too. */
export function findingList(writes: readonly JudgedWrite[]): FindingList {
  const items = writes.flatMap(itemsOf);
  return { apiVersion: 'ext.cpaas.io/v1', kind: 'FindingList', judged: writes.length, items, errors: [], warnings: [] };
}

/** The same without what is lawful. */
export function withoutLawful(list: FindingList): FindingList {
  return { ...list, items: list.items.filter(({ verdict }) => verdict !== 'allow') };
}

/** What an answer means although nothing failed: a denial, or already a remark where that is asked for. */
export function verdictCode({ items }: FindingList, failOn: 'warn' | 'deny'): ErrorCode | undefined {
  const isFailure = ({ verdict }: FindingItem) => verdict === 'deny' || verdict === failOn;
  return items.some(isFailure) ? 'denied' : undefined;
}

function itemsOf(write: JudgedWrite): FindingItem[] {
  const { defaults, findings, unasked } = write;
  const about = itemAbout(write);
  const items = [
    ...defaults.map(({ rule, path, warning }) => ({ ...about, verdict: 'warn' as const, rule, path, message: said(warning) })),
    ...findings.map(({ severity, rule, path, ...objection }) => {
      return { ...about, verdict: severity, rule, path, message: objectionText(objection) };
    }),
    ...unasked.map(({ rule, fact }) => {
      return { ...about, verdict: 'unknown' as const, rule, message: said(message('policy.unknown', { fact })), fact };
    }),
  ];
  return items.length === 0 ? [about] : items;
}

/** What is known of an object that nothing is said of. */
function itemAbout({ object, namespace, file, operation }: JudgedWrite): FindingItem {
  const place = { cluster: null, object, namespace, file, operation };
  return { ...place, verdict: 'allow', rule: null, path: null, message: null, fact: null };
}
