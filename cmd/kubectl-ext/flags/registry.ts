import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import { type Flags, type FlagValues, kebab } from '../flag.ts';

/** How a registry is reached, and by whom. */
export const registryFlags = {
  username: { type: 'string', value: 'NAME', summary: 'flag.registry-username' },
  password: { type: 'string', value: 'PASSWORD', secret: true, summary: 'flag.registry-password' },
  passwordStdin: { type: 'boolean', env: false, summary: 'flag.registry-password-stdin' },
  credentialsFile: { type: 'string', value: 'FILE', complete: 'files', summary: 'flag.credentials-file' },
  noAuth: { type: 'boolean', summary: 'flag.no-auth' },
  plain: { type: 'boolean', summary: 'flag.plain' },
  registryCa: { type: 'string', value: 'FILE', complete: 'files', summary: 'flag.registry-ca' },
  registryInsecure: { type: 'boolean', summary: 'flag.registry-insecure' },
  connections: { type: 'number', value: 'NUMBER', default: 6, summary: 'flag.connections' },
} as const satisfies Flags;

/** What the flags of a registry say. */
export type RegistryValues = FlagValues<typeof registryFlags>;

/** The same flags, once they are known not to contradict each other. Throws `usage`. */
export function registryValuesOf(values: RegistryValues): RegistryValues {
  for (const [one, other] of contradictions) if (isGiven(values[one]) && isGiven(values[other])) throw contradiction(one, other);
  const { username, password, passwordStdin, connections } = values;
  if (username === undefined && (password !== undefined || passwordStdin)) throw new ExtError('usage', message('registry.no-username'));
  if (connections < 1) throw new ExtError('usage', message('registry.no-connections'));
  return values;
}

const contradictions = [
  ['password', 'passwordStdin'],
  ['noAuth', 'username'],
  ['noAuth', 'credentialsFile'],
  ['username', 'credentialsFile'],
  ['plain', 'registryCa'],
  ['plain', 'registryInsecure'],
  ['registryCa', 'registryInsecure'],
] as const satisfies readonly (readonly [keyof RegistryValues, keyof RegistryValues])[];

function isGiven(value: string | number | boolean | undefined): boolean {
  return value !== undefined && value !== false;
}

function contradiction(one: keyof RegistryValues, other: keyof RegistryValues): ExtError {
  return new ExtError('usage', message('error.contradiction', { one: `--${kebab(one)}`, other: `--${kebab(other)}` }));
}
