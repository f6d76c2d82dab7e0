import { delimiter, dirname, join } from 'node:path';
import { startWorld } from '../test/platform/world.ts';
import { buildControlPlane } from './control-plane/build.ts';
import { interruptible, whenAborted } from './interrupt.ts';
import { run } from './run.ts';
import { switchesOf } from './switches.ts';

/**
 * `npm run demo`: the main job on the local control plane, from nothing. Ends everything it started, unless it is told `-- --keep`:
 * then it stays until Ctrl-C.
 */
const root = join(import.meta.dirname, '..');
const keep = switchesOf('keep').has('keep');
const say = (line: string) => process.stderr.write(`${line}\n`);

/** The Subscription that people apply by hand, in the mode that is not allowed for operators of Alauda. */
const automatic = `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata:
  name: harbor-ce-operator-by-hand
  namespace: default
spec:
  channel: stable
  installPlanApproval: Automatic
  name: harbor-ce-operator
  source: platform
  sourceNamespace: cpaas-system
`;

await interruptible(async (signal) => {
  const binaries = await buildControlPlane(say, { signal });
  const built = await run('node', ['scripts/build.ts'], { cwd: root, show: true, signal });
  if (built.code !== 0) throw new Error('the binary could not be built');
  say('starting etcd, kube-apiserver, kube-controller-manager, OLM, a node, two catalogues, the platform and the webhook');
  const started = Date.now();
  const world = await startWorld(binaries, { name: 'demo', shape: 'platform', webhook: true, signal });
  say(`ready in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  try {
    const { kubeconfig } = world.plane.kubernetes;
    const programs = [join(root, 'dist'), dirname(binaries.path('kubectl'))].join(delimiter);
    const shown = await tour(kubeconfig, programs, signal);
    process.exitCode = shown ? 0 : 1;
    if (shown) say(farewell(kubeconfig, programs));
    if (shown && keep) await whenAborted(signal);
  } finally {
    await world.stop();
  }
});

function farewell(kubeconfig: string, programs: string): string {
  return keep
    ? `\nThe cluster stays until Ctrl-C. In another terminal:\n  export KUBECONFIG=${kubeconfig}\n  export PATH=${programs}${delimiter}$PATH`
    : `\nThe kubeconfig was ${kubeconfig}; everything ends now. To go on with it: npm run demo -- --keep`;
}

/** Shows the commands and what they say. False when one of them did not end as it should. */
async function tour(kubeconfig: string, programs: string, signal: AbortSignal): Promise<boolean> {
  const env = { ...process.env, PATH: [programs, process.env['PATH']].join(delimiter), KUBECONFIG: kubeconfig };
  const show = async (line: string, expected: number, input = ''): Promise<boolean> => {
    const [words = ''] = line.split('   #');
    const [command = '', ...args] = words.split(' ');
    process.stdout.write(`\n$ ${line}\n`);
    const { code } = await run(command, args, { env, input, show: true, signal });
    if (code !== expected) say(`${words} ended with ${code}, not ${expected}`);
    return code === expected;
  };
  const steps = [
    await show('kubectl ext list --available', 0),
    await show('kubectl ext install harbor-ce-operator --yes', 0),
    await show('kubectl get clusterserviceversions -A', 0),
    await show('kubectl apply -f -   # the same operator, as Automatic', 1, automatic),
    await show('kubectl ext status harbor-ce-operator', 0),
  ];
  return steps.every(Boolean);
}
