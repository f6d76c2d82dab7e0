import { mountedAt, mountedSecret, own, podLabels, webhookName, webhookNamespace, type Manifest, type WebhookWish } from './manifest.ts';
import { monitoringNamespaces } from './monitoring.ts';

/** The ports of a pod. */
export const ports = { https: 8443, probes: 8081 } as const;

/** Seconds that an ending pod has: it serves whoever has not heard of that for up to 40 s. */
const graceSeconds = 45;

/** The one of the Service, and the one that it leads to wherever kubeadm made the cluster. */
const apiServerPorts = [443, 6443];

const tlsVolume = 'tls';

const selector = { matchLabels: podLabels };

/** The namespace. Nothing in it may have more rights than the webhook needs. */
export function webhookNamespaceManifest(): Manifest {
  const level = 'pod-security.kubernetes.io/enforce';
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: webhookNamespace, labels: { [level]: 'restricted', [`${level}-version`]: 'latest' } },
  };
}

/** The replicas, and how many of them may be away. */
export function webhookWorkload(wish: WebhookWish): Manifest[] {
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...own(), labels: podLabels },
      spec: {
        replicas: wish.replicas,
        strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        selector,
        template: { metadata: { labels: podLabels }, spec: podSpec(wish) },
      },
    },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: own(), spec: { maxUnavailable: 1, selector } },
  ];
}

/** The Service that the registrations lead to. */
export function webhookService(): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: own(),
    spec: { selector: podLabels, ports: [{ name: 'https', port: 443, targetPort: 'https' }] },
  };
}

/**
 * Who may speak to the pods, and to whom they speak. An API server is no pod and has no address that could be named, so its port is open both
 * ways; the probes of a kubelet pass any policy.
 */
export function webhookNetworkPolicy(): Manifest {
  const tcp = (port: number) => ({ protocol: 'TCP', port });
  const monitoring = { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: monitoringNamespaces }] };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: own(),
    spec: {
      podSelector: selector,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ ports: [tcp(ports.https)] }, { from: [{ namespaceSelector: monitoring }], ports: [tcp(ports.probes)] }],
      egress: [{ ports: apiServerPorts.map(tcp) }, { ports: [{ protocol: 'UDP', port: 53 }, tcp(53)] }],
    },
  };
}

function podSpec(wish: WebhookWish): object {
  return {
    serviceAccountName: webhookName,
    ...(wish.pullSecret !== undefined && { imagePullSecrets: [{ name: wish.pullSecret }] }),
    priorityClassName: 'system-cluster-critical',
    terminationGracePeriodSeconds: graceSeconds,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
      topologyKey,
      maxSkew: 1,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: selector,
    })),
    containers: [container(wish)],
    ...(wish.tls !== 'own' && { volumes: [{ name: tlsVolume, secret: { secretName: mountedSecret } }] }),
  };
}

function container({ image, role, tls }: WebhookWish): object {
  const probe = (path: string) => ({ httpGet: { path, port: 'probes' } });
  return {
    name: 'webhook',
    image,
    imagePullPolicy: 'IfNotPresent',
    args: [`--role=${role}`, ...(tls === 'own' ? [] : [`--tls-dir=${mountedAt}`])],
    env: [ownField('EXT_WEBHOOK_NAMESPACE', 'metadata.namespace'), ownField('EXT_WEBHOOK_POD', 'metadata.name')],
    ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
    startupProbe: { ...probe('/healthz'), periodSeconds: 1, failureThreshold: 30 },
    readinessProbe: { ...probe('/readyz'), periodSeconds: 2, failureThreshold: 1 },
    livenessProbe: { ...probe('/healthz'), periodSeconds: 10, timeoutSeconds: 5 },
    // No limit on CPU: a throttled webhook makes every write wait.
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    ...(tls !== 'own' && { volumeMounts: [{ name: tlsVolume, mountPath: mountedAt, readOnly: true }] }),
  };
}

/** A variable that holds a field of the pod. */
function ownField(name: string, fieldPath: string): object {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}
