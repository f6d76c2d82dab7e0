/** The environment variable by which `npm run test:long` asks for the whole proof. */
const variable = 'KUBECTL_EXT_TESTS_LONG';

/** How much of a slow proof is run: a part of it by `npm test`, all of it by `npm run test:long`. */
export function amount<T>({ short, long }: { readonly short: T; readonly long: T }): T {
  return process.env[variable] === 'true' ? long : short;
}
