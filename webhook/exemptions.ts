import { isMapping } from '../shared/cluster/fields.ts';
import { platformGroups } from '../shared/model/assumptions.ts';
import { generatedByAnnotation, subscriptions } from '../shared/model/subscription.ts';
import type { AdmissionRequest } from './review.ts';

/**
 * Whether a write concerns an object on its way out: nobody could get rid of it if that were refused. Only what is stored says so: the new
 * object is as somebody wrote it, and a server-side apply may create one with any `deletionTimestamp`.
 */
export function isBeingDeleted({ operation, oldObject }: Pick<AdmissionRequest, 'operation' | 'oldObject'>): boolean {
  return operation === 'UPDATE' && metadataOf(oldObject)['deletionTimestamp'] !== undefined;
}

/**
 * Whether a write is not judged whatever it holds: it comes from the platform, it concerns an object on its way out, or OLM makes it
 * for a dependency, which would fail the plan. The registered conditions say the same, so that the API server need not even ask.
 */
export function isExempt(request: AdmissionRequest): boolean {
  if (request.groups.some((group) => platformGroups.includes(group))) return true;
  return isBeingDeleted(request) || (request.operation === 'CREATE' && isGenerated(request));
}

/** Only Subscriptions are made by OLM: on anything else the annotation says nothing. */
function isGenerated({ object, resource }: AdmissionRequest): boolean {
  const { annotations } = metadataOf(object);
  return resource.resource === subscriptions.plural && isMapping(annotations) && annotations[generatedByAnnotation] !== undefined;
}

function metadataOf(object: unknown): Readonly<Record<string, unknown>> {
  return isMapping(object) && isMapping(object['metadata']) ? object['metadata'] : {};
}
