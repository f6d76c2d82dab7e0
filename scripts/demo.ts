import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { startWorld } from '../test/platform/world.ts';
import { buildControlPlane } from './control-plane/build.ts';
import { run } from './run.ts';

/**
 * `npm run demo`: the main job on the local control plane, from nothing. Ends everything it started, unless it is told `-- --keep`:
 * then it stays until Ctrl-C.
 */
const root = join(import.meta.dirname, '..');
const keep = process.argv.includes('--keep');
const interrupted = new Promise<'interrupted'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrupted'));
});
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

const binaries = await buildControlPlane(say);
const built = await run('node', ['scripts/build.ts'], { cwd: root, show: true });
if (built.code !== 0) throw new Error('the binary could not be built');
say('starting etcd, kube-apiserver, kube-controller-manager, OLM, a node, two catalogues, the platform and the webhook');
const started = Date.now();
const world = await startWorld(binaries, { name: 'demo', shape: 'platform', webhook: true });
say(`ready in ${((Date.now() - started) / 1000).toFixed(1)} s`);
const { kubeconfig } = world.plane.kubernetes;
const path = [join(root, 'dist'), dirname(binaries.path('kubectl')), process.env['PATH']].join(delimiter);

const outcome = await Promise.race([tour(), interrupted]);
if (outcome === true && keep) {
  say(
    `\nThe cluster stays until Ctrl-C. In another terminal:\n  export KUBECONFIG=${kubeconfig}\n  export PATH=${join(root, 'dist')}:${dirname(binaries.path('kubectl'))}:$PATH`,
  );
  await interrupted;
} else if (outcome === true) {
  say(`\nThe kubeconfig was ${kubeconfig}; everything ends now. To go on with it: npm run demo -- --keep`);
}
await world.stop();
process.exitCode = outcome === true ? 0 : outcome === 'interrupted' && !keep ? 130 : outcome === false ? 1 : 0;

/** Shows the commands and what they say. False when one of them did not end as it should. */
async function tour(): Promise<boolean> {
  const steps = [
    await show('kubectl ext list --available', 0),
    await show('kubectl ext install harbor-ce-operator --yes', 0),
    await show('kubectl get clusterserviceversions -A', 0),
    await show('kubectl apply -f -   # the same operator, as Automatic', 1, automatic),
    await show('kubectl ext status harbor-ce-operator', 0),
  ];
  return steps.every(Boolean);
}

async function show(line: string, expected: number, input = ''): Promise<boolean> {
  const [words = ''] = line.split('   #');
  const [command = '', ...args] = words.split(' ');
  process.stdout.write(`\n$ ${line}\n`);
  const child = spawn(command, args, {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, PATH: path, KUBECONFIG: kubeconfig },
  });
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== expected) say(`${words} ended with ${code}, not ${expected}`);
  return code === expected;
}
