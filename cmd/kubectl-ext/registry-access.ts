import type { CreateOptions } from '../../shared/actions/create-package.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import type { RegistryValues } from './flags/registry.ts';
import { standardInput } from './standard-input.ts';
import type { Surroundings } from './surroundings.ts';

type Around = Pick<Surroundings, 'stdin' | 'signal' | 'env'>;
type Access = CreateOptions['source']['access'];

/** How a registry is reached. The password comes from its flag, from standard input, or from KUBECTL_EXT_REGISTRY_PASSWORD. Throws `usage` without one. */
export async function registryAccess(values: RegistryValues, surroundings: Around): Promise<Access> {
  const { username, noAuth, plain, registryCa: ca, registryInsecure: insecure, connections, credentialsFile } = values;
  const login = username === undefined ? undefined : { username, password: await passwordOf(values, surroundings) };
  return { login, credentialsFile, noAuth, plain, ca, insecure, connections };
}

async function passwordOf({ password, passwordStdin }: RegistryValues, surroundings: Around): Promise<string> {
  const given = passwordStdin ? firstLine(await standardInput(surroundings)) : password;
  const found = given ?? surroundings.env['KUBECTL_EXT_REGISTRY_PASSWORD'] ?? '';
  if (found === '') throw new ExtError('usage', message('registry.no-password'), { hints: [message('registry.no-password-hint')] });
  return found;
}

/** Passwords do not hold line ends, and what writes them into a pipe adds one. */
function firstLine(text: string): string {
  return text.replace(/[\r\n].*$/s, '');
}
