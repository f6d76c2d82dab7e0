import { startWorld } from '../test/platform/world.ts';
import { buildControlPlane } from './control-plane/build.ts';

/** `npm run cluster`: a cluster of the platform's shape (`-- --plain`: Kubernetes with OLM alone) that stays until Ctrl-C. */
const shape = process.argv.includes('--plain') ? 'plain' : 'platform';
const stopped = new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
const say = (line: string) => process.stderr.write(`${line}\n`);

const binaries = await buildControlPlane(say);
const started = Date.now();
const world = await startWorld(binaries, { name: shape, shape });
say(`ready in ${((Date.now() - started) / 1000).toFixed(1)} s; logs in ${world.plane.workspace.folder}; Ctrl-C ends it`);
process.stdout.write(`export KUBECONFIG=${world.plane.kubernetes.kubeconfig}\n`);
await stopped;
say('ending');
await world.stop();
