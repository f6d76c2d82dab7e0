import type { ContainerStatus, KubeEvent, Pod } from '../../shared/model/pod.ts';
import type { ObjectMeta } from '../../shared/model/object.ts';
import { harbor } from './builders.ts';

/** A pod of harbor's Deployment that runs. */
export function aPod({ metadata, status }: { metadata?: Partial<ObjectMeta>; status?: Pod['status'] } = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'harbor-controller-1', namespace: harbor, labels: { app: 'harbor' }, ...metadata },
    status: status ?? { phase: 'Running', containerStatuses: [aContainer({ running: {} })] },
  };
}

/** What a container does. */
export function aContainer(state: ContainerStatus['state']): ContainerStatus {
  return { name: 'manager', ready: state?.running !== undefined, restartCount: 0, state };
}

/** A warning about an object of harbor's namespace. */
export function aWarning(about: { readonly kind: string; readonly metadata: ObjectMeta }, parts: Partial<KubeEvent> = {}): KubeEvent {
  const { name, namespace } = about.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.1`, namespace: harbor },
    involvedObject: { kind: about.kind, name, namespace },
    type: 'Warning',
    reason: 'BackOff',
    message: 'in its words',
    ...parts,
  };
}
