import type { CreateOptions } from '../../shared/actions/create-package.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import type { RegistryValues } from './flags/registry.ts';
import type { Input, Surroundings } from './surroundings.ts';

type Access = CreateOptions['source']['access'];

/** How a registry is reached. The password comes from its flag, from standard input, or from KUBECTL_EXT_REGISTRY_PASSWORD. Throws `usage` without one. */
export async function registryAccess(values: RegistryValues, { stdin, env }: Pick<Surroundings, 'stdin' | 'env'>): Promise<Access> {
  const { username, noAuth, plain, registryCa: ca, registryInsecure: insecure, connections, credentialsFile } = values;
  const login = username === undefined ? undefined : { username, password: await passwordOf(values, stdin, env) };
  return { login, credentialsFile, noAuth, plain, ca, insecure, connections };
}

async function passwordOf({ password, passwordStdin }: RegistryValues, stdin: Input, env: Surroundings['env']): Promise<string> {
  const found = passwordStdin ? await firstLine(stdin) : (password ?? env['KUBECTL_EXT_REGISTRY_PASSWORD'] ?? '');
  if (found === '') throw new ExtError('usage', message('registry.no-password'), { hints: [message('registry.no-password-hint')] });
  return found;
}

/** Passwords do not hold line ends, and what writes them into a pipe adds one. */
async function firstLine(stdin: Input): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/[\r\n].*$/s, '');
}
