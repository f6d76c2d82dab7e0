import { moduleInfoes } from '../shared/model/module-info.ts';
import type { KubeObject } from '../shared/model/object.ts';
import type { Resource } from '../shared/model/resource.ts';
import { subscriptions } from '../shared/model/subscription.ts';
import { misfitIn, type Misfit } from '../shared/model/judged-shape.ts';
import type { Policy } from '../shared/policy/index.ts';
import type { Operation } from '../shared/policy/rule.ts';
import type { AdmissionRequest } from './review.ts';

/** A kind that has rules. */
export type JudgedKind = keyof Policy;

/** The resource of each kind that has rules. */
const judgedResources: Readonly<Record<JudgedKind, Resource>> = { Subscription: subscriptions, ModuleInfo: moduleInfoes };

/** A write that can be judged. */
export interface Write {
  readonly is: 'write';
  readonly kind: JudgedKind;
  readonly operation: Operation<KubeObject>;
  readonly object: KubeObject;
}

/** What a request is about: a write of ours, one of ours in a shape that nobody can judge, or something else. */
export type Subject = Write | ({ readonly is: 'misshapen'; readonly kind: JudgedKind } & Misfit) | { readonly is: 'foreign' };

/** Finds out what a request is about. */
export function subjectOf(request: AdmissionRequest): Subject {
  const { operation, object, oldObject, name } = request;
  const kind = kindOf(request);
  if (kind === undefined || !(operation === 'CREATE' || operation === 'UPDATE')) return { is: 'foreign' };
  const old = operation === 'UPDATE' ? misfitIn(kind, oldObject) : undefined;
  const misfit = misfitIn(kind, object) ?? (old && { ...old, path: `oldObject.${old.path}`.replace('oldObject.object', 'oldObject') });
  if (misfit !== undefined) return { is: 'misshapen', kind, ...misfit };
  const [written, stored] = [object as KubeObject, oldObject as KubeObject];
  const write: Operation<KubeObject> = operation === 'CREATE' ? { type: 'CREATE', requestedName: name } : { type: 'UPDATE', old: stored };
  return { is: 'write', kind, object: written, operation: write };
}

function kindOf({ resource, subResource }: AdmissionRequest): JudgedKind | undefined {
  const entries = Object.entries(judgedResources) as [JudgedKind, Resource][];
  const [kind] =
    entries.find(
      ([, { group, version, plural }]) => group === resource.group && version === resource.version && plural === resource.resource,
    ) ?? [];
  return subResource === '' ? kind : undefined;
}
