import { join } from 'node:path';
import type { ControlPlane } from '../../control-plane/start.ts';
import { freePort } from '../../control-plane/workspace.ts';
import { certificateFiles, startRival, type Rival } from './rival.ts';

const program = join(import.meta.dirname, '..', 'rivals', 'bare.ts');

/** Node's own HTTPS server, on this core. */
export async function startBare(plane: ControlPlane, core: number, review: string): Promise<Rival> {
  const port = await freePort();
  const { certificate, key } = await certificateFiles(plane, 'bare');
  const words = [process.execPath, '--disable-warning=ExperimentalWarning', program, String(port), certificate, key];
  return startRival(plane, { name: 'bare', url: `https://127.0.0.1:${port}/`, words }, core, review);
}
