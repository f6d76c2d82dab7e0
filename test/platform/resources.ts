import type { Condition, KubeObject, ObjectMeta } from '../../shared/model/object.ts';
import type { Resource } from '../../shared/model/resource.ts';

/** The part of a container that the node looks at. */
export interface Container {
  name: string;
  image: string;
  env?: { name: string; value?: string }[];
}

/** The state of one container: exactly one of the three is there. */
export interface ContainerState {
  running?: { startedAt: string };
  waiting?: { reason: string; message?: string };
  terminated?: { exitCode: number; reason: string; startedAt: string; finishedAt: string };
}

/** What a node reports about one container. */
export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  ready: boolean;
  started: boolean;
  restartCount: number;
  state: ContainerState;
  lastState: ContainerState;
}

/** What a node reports about a pod. */
export interface PodStatus {
  phase?: string;
  startTime?: string;
  hostIP?: string;
  podIP?: string;
  podIPs?: { ip: string }[];
  conditions?: Condition[];
  initContainerStatuses?: ContainerStatus[];
  containerStatuses?: ContainerStatus[];
}

/** A pod, as far as the node is concerned with it. */
export interface Pod extends KubeObject {
  spec: {
    nodeName?: string;
    containers: Container[];
    initContainers?: Container[];
  };
  status?: PodStatus;
}

/** The order to a pod to live on a node. */
export interface Binding extends KubeObject {
  target: { apiVersion: 'v1'; kind: 'Node'; name: string };
}

/** A node with its status, which the API server accepts on creation too. */
export interface Node extends KubeObject {
  status?: Record<string, unknown>;
}

/** A happening that people see in `kubectl get events`. */
export interface Event extends KubeObject {
  involvedObject: { apiVersion: string; kind: string; name: string; namespace?: string; uid?: string };
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  source: { component: string };
  firstTimestamp: string;
  lastTimestamp: string;
  count: number;
}

/** A ConfigMap. */
export interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
}

/** A CustomResourceDefinition, as far as waiting for it goes. */
export interface CustomResourceDefinition extends KubeObject {
  status?: { conditions?: Condition[] };
}

/** One webhook in a registration. */
export interface Webhook {
  name: string;
  clientConfig: { url: string; caBundle: string };
  rules: { apiGroups: string[]; apiVersions: string[]; resources: string[]; operations: string[]; scope: string }[];
  admissionReviewVersions: string[];
  sideEffects: string;
  failurePolicy: string;
  timeoutSeconds: number;
}

/** The registration of webhooks, validating or mutating. */
export interface WebhookConfiguration extends KubeObject {
  webhooks: Webhook[];
}

export const pods: Resource<Pod> = core('pods', 'Pod');
/** The subresource `binding` of pods. */
export const podBindings: Resource<Binding> = core('pods', 'Binding');
export const events: Resource<Event> = core('events', 'Event');
export const configMaps: Resource<ConfigMap> = core('configmaps', 'ConfigMap');
export const nodes: Resource<Node> = { ...core<Node>('nodes', 'Node'), namespaced: false };
export const customResourceDefinitions: Resource<CustomResourceDefinition> = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
};
export const validatingWebhookConfigurations: Resource<WebhookConfiguration> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  plural: 'validatingwebhookconfigurations',
  kind: 'ValidatingWebhookConfiguration',
  namespaced: false,
};
export const mutatingWebhookConfigurations: Resource<WebhookConfiguration> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  plural: 'mutatingwebhookconfigurations',
  kind: 'MutatingWebhookConfiguration',
  namespaced: false,
};

/** Name and namespace, as a patch wants its target. */
export function targetOf({ metadata: { name, namespace } }: { metadata: ObjectMeta }): { name: string; namespace?: string } {
  return namespace === undefined ? { name } : { name, namespace };
}

function core<T extends KubeObject>(plural: string, kind: string): Resource<T> {
  return { group: '', version: 'v1', plural, kind, namespaced: true };
}
