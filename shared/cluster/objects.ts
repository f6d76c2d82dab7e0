import { type KubeObject } from '../model/object.ts';
import { type Resource, apiVersionOf } from '../model/resource.ts';
import { isMapping } from './fields.ts';

/** Whether an answer has the shape that all objects share. That it is a T is the promise of the URL it came from. */
export function isObject<T extends KubeObject>(answer: unknown): answer is T {
  return isMapping(answer) && isMapping(answer.metadata);
}

/** One page of a list. */
export interface Page<T extends KubeObject> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
  /** The token of the next page; empty after the last. */
  readonly next: string;
}

/** The page in an answer, its objects with apiVersion and kind; undefined where it is no list. */
export function pageIn<T extends KubeObject>(answer: unknown, resource: Resource<T>): Page<T> | undefined {
  if (!isObject(answer) || !('items' in answer)) return undefined;
  const items = answer.items ?? [];
  if (!Array.isArray(items)) return undefined;
  const { resourceVersion = '' } = answer.metadata;
  const next = 'continue' in answer.metadata ? answer.metadata.continue : '';
  return {
    items: items.filter(isObject<T>).map((item) => typed(item, resource)),
    resourceVersion,
    next: typeof next === 'string' ? next : '',
  };
}

/** An object with apiVersion and kind, which lists leave out. */
export function typed<T extends KubeObject>(item: T, resource: Resource<T>): T {
  return { ...{ apiVersion: apiVersionOf(resource), kind: resource.kind }, ...item };
}
