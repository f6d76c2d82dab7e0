import { platformGroups, targetNamespacesAnnotation } from '../../model/assumptions.ts';
import { keysOf } from '../../model/field-path.ts';
import { generatedByAnnotation } from '../../model/subscription.ts';
import { celList, celText } from '../../policy/cel.ts';
import { webhookNamespace } from './manifest.ts';

/** One condition under which the API server asks at all. Under failurePolicy Fail an error denies, so none can fail, whatever is absent. */
export interface MatchCondition {
  readonly name: string;
  readonly expression: string;
}

/** The platform's own writes are never judged. */
export const notByThePlatform: MatchCondition = {
  name: 'not-by-the-platform',
  expression: `!has(request.userInfo.groups) || !request.userInfo.groups.exists(group, group in ${celList(platformGroups)})`,
};

/** Nobody could get rid of what is being deleted. What is stored counts: a server-side apply may create an object with any deletionTimestamp. */
export const notBeingDeleted: MatchCondition = {
  name: 'not-being-deleted',
  expression: "request.operation != 'UPDATE' || !has(oldObject.metadata.deletionTimestamp)",
};

/** To deny what OLM makes for a dependency would fail its InstallPlan; the mutating webhook makes it Manual instead. */
export const notGeneratedByOlm: MatchCondition = {
  name: 'not-generated-by-olm',
  expression: `request.operation != 'CREATE' || !has(object.metadata.annotations) || !(${celText(generatedByAnnotation)} in object.metadata.annotations)`,
};

/** A fault that is stored hinders no other change. */
export function changesAny(fields: readonly string[]): MatchCondition {
  const changes = fields.map((field) => `${celField('object', field)} != ${celField('oldObject', field)}`);
  return { name: 'changes-what-is-judged', expression: ["request.operation != 'UPDATE'", ...changes].join(' || ') };
}

/** What the rules about Subscriptions look at. */
export const judgedOfSubscriptions = ['spec', `metadata.annotations[${targetNamespacesAnnotation}]`];

/** Namespaces in which nothing is judged: those of the platform, and the webhook's own, which could not heal itself otherwise. */
export const namespaceSelector = {
  matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: [webhookNamespace, 'kube-system', 'cpaas-system'] }],
};

/** A field that may be absent, with all that leads to it: `object.?spec.?channel`. */
function celField(object: string, path: string): string {
  return keysOf(path).reduce((place, key) => (/^[A-Za-z]+$/.test(key) ? `${place}.?${key}` : `${place}[?${celText(key)}]`), object);
}
