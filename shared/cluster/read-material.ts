import { readFile } from 'node:fs/promises';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';

/** The content of a file that the kubeconfig or a flag names. Throws `failure` where it cannot be read. */
export async function readNamed(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new ExtError('failure', message('cluster.file-unreadable', { file }), { because, cause: error });
  }
}

/** PEM text from base64 data or from a file; the data wins as in kubectl. Undefined where there is neither. */
export async function readPem(data: string | undefined, file: string | undefined): Promise<string | undefined> {
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  return file === undefined ? undefined : readNamed(file);
}
