import { containersOf, failingContainer, initCount, isFailure, type Failure, type Fate } from './pod-fate.ts';
import type { Container, ContainerState, ContainerStatus, Pod } from './resources.ts';

/** Where a container stands, which is all that its status says beyond names. */
interface Stand {
  readonly state: ContainerState;
  readonly ready: boolean;
  readonly crashes?: number;
}

/** The statuses of all containers of a pod with this fate, in the order in which they start. */
export function containerStatuses(pod: Pod, fate: Fate, now: string): ContainerStatus[] {
  return containersOf(pod).map((container, place) => statusOf(container, standOf(pod, place, fate, now), now));
}

function standOf(pod: Pod, place: number, fate: Fate, now: string): Stand {
  if (isFailure(fate)) return standBesideFailure(pod, place, fate, now);
  if (place < initCount(pod)) return completed(now, true);
  switch (fate) {
    case 'running':
      return running(now, true);
    case 'succeeded':
      return completed(now, false);
    case 'ended':
      return { state: terminated(143, 'Error', now), ready: false };
  }
}

/** What starts before the failing container is well, and an init container that fails holds up everything behind it. */
function standBesideFailure(pod: Pod, place: number, failure: Failure, now: string): Stand {
  const failing = failingContainer(pod, failure);
  if (place === failing) return failedStand(pod, place, failure, now);
  if (place > failing && failing < initCount(pod)) return waiting('PodInitializing');
  return place < initCount(pod) ? completed(now, true) : running(now, true);
}

function failedStand(pod: Pod, place: number, failure: Failure, now: string): Stand {
  const { name, namespace, uid } = pod.metadata;
  const container = containersOf(pod)[place];
  switch (failure) {
    case 'image-pull':
      return waiting('ImagePullBackOff', `Back-off pulling image "${container?.image}"`);
    case 'crash-loop':
      return {
        ...waiting('CrashLoopBackOff', `back-off 5m0s restarting failed container=${container?.name} pod=${name}_${namespace}(${uid})`),
        crashes: 5,
      };
    case 'never-ready':
      return running(now, false);
    case 'unschedulable':
      return waiting('ContainerCreating');
  }
}

function running(startedAt: string, ready: boolean): Stand {
  return { state: { running: { startedAt } }, ready };
}

function completed(now: string, ready: boolean): Stand {
  return { state: terminated(0, 'Completed', now), ready };
}

function waiting(reason: string, message?: string): Stand {
  return { state: { waiting: { reason, ...(message !== undefined && { message }) } }, ready: false };
}

function terminated(exitCode: number, reason: string, now: string): ContainerState {
  return { terminated: { exitCode, reason, startedAt: now, finishedAt: now } };
}

function statusOf({ name, image }: Container, { state, ready, crashes = 0 }: Stand, now: string): ContainerStatus {
  return {
    name,
    image,
    imageID: state.waiting?.reason === 'ImagePullBackOff' ? '' : image,
    ready,
    started: state.running !== undefined,
    restartCount: crashes,
    state,
    lastState: crashes === 0 ? {} : terminated(1, 'Error', now),
  };
}
