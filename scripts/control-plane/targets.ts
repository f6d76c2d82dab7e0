/** One Go module whose programs are built, all with the same flags. */
export interface Target {
  /** The folder in `modules/` that holds its go.mod and go.sum. */
  readonly module: string;
  /** Program name → Go package. */
  readonly programs: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
}

/** Programs that are built together, into one folder of the cache. */
export interface Suite {
  readonly name: string;
  readonly targets: readonly Target[];
  /** How long that takes, roughly, on a machine that has nothing of it. */
  readonly takes: string;
  /** Bytes of disk, with all that Go keeps for the next time. */
  readonly disk: number;
}

const kubernetesVersion = '1.36.2';
const helmVersion = '3.21.4';
const olmVersion = '0.46.0';
const olm = 'github.com/operator-framework/operator-lifecycle-manager';

/** Without these the API server calls itself v0.0.0 and OLM refuses every CSV that names a minKubeVersion. */
function kubernetesVersionFlags(): string {
  const [major, minor] = kubernetesVersion.split('.');
  const values = {
    gitVersion: `v${kubernetesVersion}`,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: 'unknown',
    buildDate: '1970-01-01T00:00:00Z',
  };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap((name) => Object.entries(values).map(([key, value]) => `-X ${name}.${key}=${value}`))
    .join(' ');
}

/** Without these Helm takes every cluster that it is not connected to for v1.20. */
function helmVersionFlags(): string {
  const [major, minor] = kubernetesVersion.split('.');
  const version = `-X helm.sh/helm/v3/internal/version.version=v${helmVersion}`;
  const kubernetes = `-X helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor=${major} -X helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor=${minor}`;
  return `${version} ${kubernetes}`;
}

const targets: readonly Target[] = [
  { module: 'etcd', programs: { etcd: 'go.etcd.io/etcd/server/v3' }, flags: [] },
  {
    module: 'kubernetes',
    programs: {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
      kubectl: 'k8s.io/kubernetes/cmd/kubectl',
    },
    flags: ['-ldflags', kubernetesVersionFlags()],
  },
  {
    module: 'olm',
    programs: { olm: `${olm}/cmd/olm`, catalog: `${olm}/cmd/catalog`, 'package-server': `${olm}/cmd/package-server` },
    flags: ['-tags', 'json1', '-ldflags', `-X ${olm}/pkg/version.OLMVersion=v${olmVersion}`],
  },
  { module: 'registry', programs: { registry: 'github.com/distribution/distribution/v3/cmd/registry' }, flags: [] },
];

/**
 * What the local control plane is made of. Four modules that are never merged: OLM's requirements would move
 * libraries that kube-apiserver is tested with.
 */
export const controlPlane: Suite = { name: 'control-plane', targets, takes: 'ten minutes', disk: 8e9 };

/** What only tests run, so that nobody else waits for it. */
export const testTools: Suite = {
  name: 'test-tools',
  targets: [{ module: 'helm', programs: { helm: 'helm.sh/helm/v3/cmd/helm' }, flags: ['-ldflags', helmVersionFlags()] }],
  takes: 'two minutes',
  disk: 2e9,
};

/** What only measurements run: a generator of load that keeps to its rate however slow the answers are. */
export const benchTools: Suite = {
  name: 'bench-tools',
  targets: [{ module: 'vegeta', programs: { vegeta: 'github.com/tsenart/vegeta/v12' }, flags: [] }],
  takes: 'a minute',
  disk: 1e9,
};

/** The Go module whose folder `deploy/chart/crds` holds OLM's CRDs. */
export const olmModule = olm;
