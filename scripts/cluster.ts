import { startWorld } from '../test/platform/world.ts';
import { buildControlPlane } from './control-plane/build.ts';
import { interruptible, whenAborted } from './interrupt.ts';
import { switchesOf } from './switches.ts';

/** `npm run cluster`: a cluster of the platform's shape (`-- --plain`: Kubernetes with OLM alone) that stays until Ctrl-C. */
const shape = switchesOf('plain').has('plain') ? 'plain' : 'platform';
const say = (line: string) => process.stderr.write(`${line}\n`);

await interruptible(async (signal) => {
  const binaries = await buildControlPlane(say, { signal });
  const started = Date.now();
  const world = await startWorld(binaries, { name: shape, shape, signal });
  say(`ready in ${((Date.now() - started) / 1000).toFixed(1)} s; logs in ${world.plane.workspace.folder}; Ctrl-C ends it`);
  process.stdout.write(`export KUBECONFIG=${world.plane.kubernetes.kubeconfig}\n`);
  await whenAborted(signal);
  say('ending');
  await world.stop();
});
