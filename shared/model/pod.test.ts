import { describe, expect, it } from 'vitest';
import { aContainer, aPod, aWarning } from '../../test/support/pods.ts';
import { podReason, seenAt, type Pod } from './pod.ts';

describe('the reason of a pod', () => {
  const pulling = aContainer({ waiting: { reason: 'ImagePullBackOff' } });
  const crashed = aContainer({ terminated: { reason: 'OOMKilled', exitCode: 137 } });
  const done = aContainer({ terminated: { reason: 'Completed', exitCode: 0 } });
  const running = aContainer({ running: {} });
  const unscheduled = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }];

  it.each<[string, Pod['status'], string]>([
    ['its phase while all is well', { phase: 'Running', containerStatuses: [running] }, 'Running'],
    ['that of a container that waits', { phase: 'Pending', containerStatuses: [running, pulling] }, 'ImagePullBackOff'],
    ['that of a container that ended badly', { phase: 'Running', containerStatuses: [crashed] }, 'OOMKilled'],
    ['that it ended badly where nobody says why', { containerStatuses: [aContainer({ terminated: { exitCode: 1 } })] }, 'Error'],
    ['not that of a container that ended well', { phase: 'Succeeded', containerStatuses: [done] }, 'Succeeded'],
    ['that of an init container first', { containerStatuses: [pulling], initContainerStatuses: [crashed] }, 'OOMKilled'],
    ['that of a container rather than its own', { reason: 'Evicted', containerStatuses: [crashed] }, 'OOMKilled'],
    ['its own rather than its phase', { phase: 'Failed', reason: 'Evicted' }, 'Evicted'],
    ['that no node takes it', { phase: 'Pending', conditions: unscheduled }, 'Unschedulable'],
    [
      'its phase where a node has taken it',
      { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'True', reason: 'x' }] },
      'Pending',
    ],
    ['unknown where nothing is said', {}, 'Unknown'],
  ])('is %s', (_, status, reason) => {
    expect(podReason(aPod({ status }))).toBe(reason);
  });

  it('is unknown before there is a status', () => {
    expect(podReason({ ...aPod(), status: undefined })).toBe('Unknown');
  });
});

describe('an event was seen', () => {
  const [made, last, only] = ['2025-06-01T12:00:00Z', '2025-06-01T12:00:01Z', '2025-06-01T12:00:02.5Z'];
  const metadata = { name: 'harbor.1', creationTimestamp: made };

  it.each([
    ['when it happened last', { metadata, lastTimestamp: last, eventTime: only }, last],
    ['when it happened, in the newer form', { metadata, lastTimestamp: null, eventTime: only }, only],
    ['when it was made, where it says no more', { metadata, lastTimestamp: null, eventTime: null }, made],
    ['nobody knows when', {}, ''],
  ])('%s', (_, parts, time) => {
    expect(seenAt(aWarning(aPod(), parts))).toBe(time);
  });
});
