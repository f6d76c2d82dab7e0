import { isMapping } from '../shared/cluster/fields.ts';
import { subscriptions, type Subscription } from '../shared/model/subscription.ts';
import type { Operation } from '../shared/policy/rule.ts';
import type { AdmissionRequest } from './review.ts';

/** A write that can be judged. */
export interface Write {
  readonly is: 'write';
  readonly operation: Operation<Subscription>;
  readonly object: Subscription;
}

/** What a request is about: a write of ours, one of ours in a shape that nobody can judge, or something else. */
export type Subject = Write | { readonly is: 'misshapen'; readonly path: string; readonly wanted: string } | { readonly is: 'foreign' };

/** Finds out what a request is about. */
export function subjectOf(request: AdmissionRequest): Subject {
  const { operation, object, oldObject } = request;
  if (!isOurs(request) || !(operation === 'CREATE' || operation === 'UPDATE')) return { is: 'foreign' };
  const misfit = misfitIn(object, 'object') ?? (operation === 'UPDATE' ? misfitIn(oldObject, 'oldObject') : undefined);
  if (misfit !== undefined) return { is: 'misshapen', ...misfit };
  const [written, old] = [object as Subscription, oldObject as Subscription];
  return { is: 'write', object: written, operation: operation === 'CREATE' ? { type: operation } : { type: operation, old } };
}

function isOurs({ resource: { group, version, resource }, subResource }: AdmissionRequest): boolean {
  return group === subscriptions.group && version === subscriptions.version && resource === subscriptions.plural && subResource === '';
}

interface Misfit {
  readonly path: string;
  readonly wanted: string;
}

const required = ['name', 'source', 'sourceNamespace'];
const optional = ['channel', 'startingCSV', 'installPlanApproval'];

/** The first field that is not of the type every rule counts on. A mutating webhook is asked before the schema is. */
function misfitIn(object: unknown, which: string): Misfit | undefined {
  if (!isMapping(object)) return { path: which, wanted: 'an object' };
  const { kind, metadata, spec } = object;
  if (kind !== subscriptions.kind) return { path: 'kind', wanted: subscriptions.kind };
  if (!isMapping(metadata)) return { path: 'metadata', wanted: 'an object' };
  if (!isMapping(metadata['annotations'] ?? {})) return { path: 'metadata.annotations', wanted: 'an object' };
  if (!isMapping(spec)) return { path: 'spec', wanted: 'an object' };
  const wrong = required.find((key) => typeof spec[key] !== 'string') ?? optional.find((key) => typeof (spec[key] ?? '') !== 'string');
  return wrong === undefined ? undefined : { path: `spec.${wrong}`, wanted: 'a string' };
}
