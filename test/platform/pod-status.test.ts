import { describe, expect, it } from 'vitest';
import { complaint, hasStatus, podStatus } from './pod-status.ts';
import { failureOf, type Fate } from './pod-fate.ts';
import type { Pod } from './resources.ts';

const now = '2026-01-01T00:00:00.000Z';

function pod(pulled = 'registry.example.com/bundle:v1'): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'unpack', namespace: 'cpaas-system', uid: '0a0b0c0d-0000-4000-8000-000000000000' },
    spec: {
      initContainers: [
        { name: 'util', image: 'registry.example.com/olm' },
        { name: 'pull', image: pulled },
      ],
      containers: [{ name: 'extract', image: 'registry.example.com/opm' }],
    },
  };
}

/** A pod in a few words: its phase, and each container with its state. */
function inWords(fate: Fate, of = pod()): string {
  const { phase, initContainerStatuses = [], containerStatuses = [] } = podStatus(of, fate, now);
  const containers = [...initContainerStatuses, ...containerStatuses].map(({ name, ready, state }) => {
    const [kind] = Object.keys(state);
    return `${name} ${state.waiting?.reason ?? state.terminated?.reason ?? kind}${ready ? ' ready' : ''}`;
  });
  return [phase, ...containers].join(', ');
}

describe('what the node says of a pod', () => {
  it.each([
    ['running', 'Running, util Completed ready, pull Completed ready, extract running ready'],
    ['succeeded', 'Succeeded, util Completed ready, pull Completed ready, extract Completed'],
    ['ended', 'Failed, util Completed ready, pull Completed ready, extract Error'],
    ['never-ready', 'Running, util Completed ready, pull Completed ready, extract running'],
    ['image-pull', 'Pending, util Completed ready, pull ImagePullBackOff, extract PodInitializing'],
    ['crash-loop', 'Running, util Completed ready, pull Completed ready, extract CrashLoopBackOff'],
    ['unschedulable', 'Pending'],
  ] as const)('%s', (fate, words) => {
    expect(inWords(fate)).toBe(words);
  });

  it('fails the container whose image says so, and holds up what comes behind it', () => {
    const telling = pod('registry.example.com/fail-crash-loop/bundle:v1');
    expect(failureOf(telling)).toBe('crash-loop');
    expect(inWords('crash-loop', telling)).toBe('Pending, util Completed ready, pull CrashLoopBackOff, extract PodInitializing');
    expect(complaint(telling, 'crash-loop').message).toBe('Back-off restarting failed container pull in pod unpack');
  });

  it('says the same only once, whatever the hour and whoever else writes conditions', () => {
    const status = podStatus(pod(), 'running', now);
    const conditions = [...(status.conditions ?? []), { type: 'DisruptionTarget', status: 'True' }];
    const told = { ...pod(), status: { ...status, conditions } };
    expect(hasStatus(told, podStatus(told, 'running', '2026-01-01T00:01:00.000Z'))).toBe(true);
    expect(hasStatus(told, podStatus(told, 'never-ready', now))).toBe(false);
  });
});
