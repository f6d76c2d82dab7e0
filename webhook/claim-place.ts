import { message } from '../shared/messages/message.ts';
import { pairOf } from '../shared/model/claim.ts';
import { isModuleInfo, type ModuleInfo } from '../shared/model/module-info.ts';
import type { Judgement } from '../shared/policy/judge.ts';
import { installedObjection, oncePerCluster, placePath } from '../shared/policy/module-info/once-per-cluster.ts';
import type { Finding } from '../shared/policy/rule.ts';
import type { ClaimOutcome, Claims } from './claims.ts';
import type { AdmissionRequest } from './review.ts';
import type { Write } from './subject.ts';

/** What a place is claimed for. */
export interface Claiming {
  readonly request: AdmissionRequest;
  readonly subject: Write;
  readonly claims: Pick<Claims, 'take'>;
  /** Milliseconds. */
  readonly budget: number;
}

/** What is judged of a new installation once its place is claimed, which is done last: whatever is refused otherwise must not hold one. */
export async function withClaim(judgement: Judgement, { request, subject, claims, budget }: Claiming): Promise<Judgement> {
  const { object, operation } = subject;
  const pair = operation.type === 'CREATE' && isModuleInfo(object) ? pairOf(object) : undefined;
  if (pair === undefined) return judgement;
  const { name, uid = '' } = object.metadata;
  const outcome = await claims.take({ ...pair, name, uid, dryRun: request.dryRun }, budget);
  if (outcome.is === 'granted') return judgement;
  const { id: rule } = oncePerCluster;
  if (outcome.is === 'unreadable') return { ...judgement, unasked: [...judgement.unasked, { rule, fact: 'claim' }] };
  return {
    ...judgement,
    findings: [...judgement.findings, ...objectionsTo(object as ModuleInfo, outcome).map((each) => ({ rule, ...each }))],
  };
}

function objectionsTo(
  object: ModuleInfo,
  outcome: Exclude<ClaimOutcome, { is: 'granted' | 'unreadable' }>,
): readonly Omit<Finding, 'rule'>[] {
  if (outcome.is === 'taken') return installedObjection(object, [outcome.by]);
  const { cluster = '', module: plugin = '' } = pairOf(object) ?? {};
  return [
    {
      severity: 'deny',
      path: placePath,
      conflict: 'Conflict',
      retryAfter: outcome.seconds,
      fault: message('rule.module-info.once-per-cluster.busy', { plugin, cluster }),
      wayOut: message('rule.module-info.once-per-cluster.busy.way-out', { seconds: outcome.seconds }),
    },
  ];
}
