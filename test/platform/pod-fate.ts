import type { Container, Pod } from './resources.ts';

/** The ways in which the node can be told to fail a pod. */
export const failures = ['image-pull', 'crash-loop', 'unschedulable', 'never-ready'] as const;

/** One way to fail. */
export type Failure = (typeof failures)[number];

/** What becomes of a pod on the node. */
export type Fate = 'running' | 'succeeded' | 'ended' | Failure;

/** The annotation that makes a pod fail. OLM copies the annotations of a CSV to the pods of its deployments. */
export const failAnnotation = 'test.cpaas.io/fail';

/** How a pod has been told to fail: by its annotation, or by an image whose name contains `/fail-<how>`. */
export function failureOf(pod: Pod): Failure | undefined {
  const asked = pod.metadata.annotations?.[failAnnotation];
  return (
    failures.find((failure) => failure === asked) ??
    containersOf(pod)
      .map(failureOfImage)
      .find((failure) => failure !== undefined)
  );
}

/** Whether a fate is one of the failures. */
export function isFailure(fate: Fate): fate is Failure {
  return failures.some((failure) => failure === fate);
}

/** All containers of a pod in the order in which they start. */
export function containersOf({ spec }: Pod): Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

/** How many of the containers come before the pod's own work. */
export function initCount({ spec }: Pod): number {
  return spec.initContainers?.length ?? 0;
}

/**
 * The place, in the order of starting, of the container that fails: the one with the telling image, else the first of the pod's own work.
 * An image that cannot be pulled is that of the last container before: in the pod that unpacks a bundle, the bundle.
 */
export function failingContainer(pod: Pod, failure: Failure): number {
  const own = initCount(pod);
  const culprit = containersOf(pod).findIndex((container) => failureOfImage(container) === failure);
  if (culprit >= 0) return failure === 'never-ready' ? Math.max(culprit, own) : culprit;
  return failure === 'image-pull' ? Math.max(own - 1, 0) : own;
}

/** Whether a Job owns the pod, so that it is meant to end. */
export function isJobPod({ metadata }: Pod): boolean {
  return (metadata.ownerReferences ?? []).some(({ kind }) => kind === 'Job');
}

function failureOfImage({ image }: Container): Failure | undefined {
  return failures.find((failure) => image.includes(`/fail-${failure}`));
}
