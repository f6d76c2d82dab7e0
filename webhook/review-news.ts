import type { Finding } from '../shared/policy/rule.ts';
import type { ModeOf } from '../shared/policy/modes.ts';
import { wouldDeny } from '../shared/plan/webhook/event-names.ts';
import type { News } from './events.ts';
import type { AdmissionRequest } from './review.ts';
import type { Write } from './subject.ts';

/** What became of a review. */
export interface Reviewed {
  readonly findings: readonly Finding[];
  readonly isDenied: boolean;
  readonly modeOf: ModeOf;
}

/** What there is to tell of a review: that the write was denied, or that only a mode let it pass. Nothing is told of what was only tried out. */
export function newsOf(
  { dryRun, operation }: Pick<AdmissionRequest, 'dryRun' | 'operation'>,
  { object, kind }: Pick<Write, 'object' | 'kind'>,
  { findings, isDenied, modeOf }: Reviewed,
): News | undefined {
  const objections = findings.filter(({ rule, severity }) => severity === 'deny' && (modeOf(rule) === 'enforce') === isDenied);
  if (dryRun || objections.length === 0) return undefined;
  const { name, namespace, uid } = object.metadata;
  const places = objections.map(({ rule, path }) => `${rule} at ${path}`).join(', ');
  return {
    about: { apiVersion: object.apiVersion, kind, name, ...(namespace !== undefined && { namespace }), ...(uid !== undefined && { uid }) },
    type: 'Warning',
    reason: isDenied ? 'Denied' : wouldDeny,
    text: `${operation} ${isDenied ? 'denied' : 'would be denied'}: ${places}`,
    rules: [...new Set(objections.map(({ rule }) => rule))],
  };
}
