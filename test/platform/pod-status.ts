import type { Condition } from '../../shared/model/object.ts';
import { containerStatuses } from './container-status.ts';
import { containersOf, failingContainer, initCount, type Failure, type Fate } from './pod-fate.ts';
import type { ContainerStatus, Pod, PodStatus } from './resources.ts';

/** The address of the node: of a range that is reserved for documentation, since nobody calls it. */
export const hostAddress = '192.0.2.1';

const noRoom = '0/1 nodes are available: 1 Insufficient cpu.';

/** The status that the node, or for an unschedulable pod the scheduler, writes for a pod with this fate. */
export function podStatus(pod: Pod, fate: Fate, now: string): PodStatus {
  if (fate === 'unschedulable') {
    return { phase: 'Pending', conditions: [condition('PodScheduled', now, { reason: 'Unschedulable', message: noRoom })] };
  }
  const statuses = containerStatuses(pod, fate, now);
  const init = statuses.slice(0, initCount(pod));
  const main = statuses.slice(initCount(pod));
  const address = podAddress(pod);
  return {
    phase: phaseOf(fate, init, main),
    startTime: pod.status?.startTime ?? now,
    hostIP: hostAddress,
    podIP: address,
    podIPs: [{ ip: address }],
    conditions: conditionsOf(fate, init, main, now),
    ...(init.length > 0 && { initContainerStatuses: init }),
    containerStatuses: main,
  };
}

/** Whether a pod already has the wanted status, whatever the hour. Conditions that others write are theirs. */
export function hasStatus({ status = {} }: Pod, wanted: PodStatus): boolean {
  const types = new Set(wanted.conditions?.map(({ type }) => type));
  const conditions = (status.conditions ?? []).filter(({ type }) => types.has(type));
  return gist({ ...status, conditions }) === gist(wanted);
}

/** What people are told of a failure, as the reason and message of an Event. */
export function complaint(pod: Pod, failure: Failure): { reason: string; message: string } {
  const container = containersOf(pod)[failingContainer(pod, failure)];
  switch (failure) {
    case 'image-pull':
      return { reason: 'Failed', message: `Failed to pull image "${container?.image}": ${container?.image}: not found` };
    case 'crash-loop':
      return { reason: 'BackOff', message: `Back-off restarting failed container ${container?.name} in pod ${pod.metadata.name}` };
    case 'never-ready':
      return { reason: 'Unhealthy', message: 'Readiness probe failed: HTTP probe failed with statuscode: 500' };
    case 'unschedulable':
      return { reason: 'FailedScheduling', message: noRoom };
  }
}

function phaseOf(fate: Fate, init: ContainerStatus[], main: ContainerStatus[]): string {
  if (fate === 'succeeded') return 'Succeeded';
  if (fate === 'ended') return 'Failed';
  const begun =
    init.every(({ ready }) => ready) && main.every(({ state, restartCount }) => state.running !== undefined || restartCount > 0);
  return begun ? 'Running' : 'Pending';
}

function conditionsOf(fate: Fate, init: ContainerStatus[], main: ContainerStatus[], now: string): Condition[] {
  const waitingFor = (statuses: ContainerStatus[]) =>
    statuses
      .filter(({ ready }) => !ready)
      .map(({ name }) => name)
      .join(' ');
  const unready = waitingFor(main);
  const incomplete = waitingFor(init);
  const initialized =
    incomplete === '' ? {} : { reason: 'ContainersNotInitialized', message: `containers with incomplete status: [${incomplete}]` };
  const ready = unready === '' ? {} : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready}]` };
  const done = fate === 'succeeded' ? { reason: 'PodCompleted' } : undefined;
  return [
    condition('PodScheduled', now),
    condition('Initialized', now, initialized),
    condition('ContainersReady', now, done ?? ready),
    condition('Ready', now, done ?? ready),
  ];
}

/** A condition that is false where a reason is given against it. */
function condition(type: string, now: string, against: { reason?: string; message?: string } = {}): Condition {
  return { type, status: against.reason === undefined ? 'True' : 'False', ...against, lastTransitionTime: now };
}

/** An address of the usual pod range that is the same whenever it is asked for. */
function podAddress({ metadata: { uid = '' } }: Pod): string {
  const part = (from: number) => Number.parseInt(uid.slice(from, from + 2), 16) || 1;
  return `10.244.${part(0)}.${part(2)}`;
}

/** What remains of a status when names, images and hours are left out. */
function gist({ phase, conditions = [], initContainerStatuses = [], containerStatuses: main = [] }: PodStatus): string {
  const truths = conditions.map(({ type, status, reason = '' }) => `${type}=${status} ${reason}`).toSorted();
  const stands = [...initContainerStatuses, ...main].map(({ ready, restartCount, state }) => [
    ready,
    restartCount,
    Object.keys(state),
    state.waiting?.reason,
    state.terminated?.exitCode,
  ]);
  return JSON.stringify([phase, truths, stands]);
}
