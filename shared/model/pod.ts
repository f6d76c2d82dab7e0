import type { Condition, KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** One run of an operator's containers. */
export interface Pod extends KubeObject {
  apiVersion: 'v1';
  kind: 'Pod';
  status?: {
    phase?: string;
    reason?: string;
    message?: string;
    conditions?: Condition[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

/** What a container is doing; at most one of the three states is set. */
export interface ContainerStatus {
  name: string;
  ready: boolean;
  restartCount: number;
  state?: {
    waiting?: { reason?: string; message?: string };
    terminated?: { reason?: string; message?: string; exitCode?: number };
    running?: { startedAt?: string };
  };
}

/** Something that happened to an object, as a controller tells it. */
export interface KubeEvent extends KubeObject {
  apiVersion: 'v1';
  kind: 'Event';
  involvedObject: { apiVersion?: string; kind?: string; name?: string; namespace?: string; uid?: string };
  type?: string;
  reason?: string;
  message?: string;
  source?: { component?: string };
  reportingComponent?: string;
  /** Which process of the component. */
  reportingInstance?: string;
  count?: number;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
}

export const pods: Resource<Pod> = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };

export const events: Resource<KubeEvent> = { group: '', version: 'v1', plural: 'events', kind: 'Event', namespaced: true };

/** Why a pod does not run, as `kubectl get pods` shows it: the reason of the first container that waits or failed, else the pod's own. */
export function podReason({ status = {} }: Pod): string {
  const { initContainerStatuses = [], containerStatuses = [], conditions = [] } = status;
  const reasons = [...initContainerStatuses, ...containerStatuses].map(containerReason);
  const unscheduled = conditions.find((condition) => condition.type === 'PodScheduled' && condition.status === 'False');
  return reasons.find((reason) => reason !== undefined) ?? status.reason ?? unscheduled?.reason ?? status.phase ?? 'Unknown';
}

function containerReason({ state }: ContainerStatus): string | undefined {
  return state?.waiting?.reason ?? failure(state?.terminated);
}

function failure(terminated: { reason?: string; exitCode?: number } | undefined): string | undefined {
  return terminated === undefined || terminated.exitCode === 0 ? undefined : (terminated.reason ?? 'Error');
}

/** When an event was seen last, RFC 3339; empty where it does not say. */
export function seenAt({ lastTimestamp, eventTime, metadata }: KubeEvent): string {
  return lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '';
}
