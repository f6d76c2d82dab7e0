import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { Credentials } from './credentials.ts';
import { type Mapping, mappingAt, textAt } from './fields.ts';

/** Seconds before its end in which a token counts as expired, as in kubectl: the request has to arrive. */
const margin = 10;

/**
 * The ID token that the `oidc` auth provider of kubectl left in the kubeconfig, the only provider kubectl still has. It is not renewed here: an
 * issuer may take a refresh token only once, and kubectl stores the next one. Throws `unauthenticated` where there is no token that is good.
 */
export function providerToken(provider: Mapping, fixed: { readonly cert?: string; readonly key?: string }): Credentials {
  const name = textAt(provider, 'name', 'auth-provider') ?? '';
  if (name !== 'oidc') throw new ExtError('unauthenticated', message('cluster.auth-provider', { name }));
  const token = textAt(mappingAt(provider.config, 'auth-provider.config'), 'id-token', 'auth-provider.config');
  const identity = async () => {
    if (token === undefined || expiryOf(token) - margin < Date.now() / 1000) throw expired();
    return { ...fixed, headers: { authorization: `Bearer ${token}` } };
  };
  return { identity, refused: () => {} };
}

function expired(): ExtError {
  return new ExtError('unauthenticated', message('cluster.oidc-expired'), { hints: ['kubectl get --raw /version'] });
}

/** The `exp` of a token (RFC 7519), in seconds since the epoch; what cannot be read has expired. */
function expiryOf(token: string): number {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const { exp } = Object(claims) as Readonly<Record<string, unknown>>;
    return typeof exp === 'number' ? exp : 0;
  } catch {
    return 0;
  }
}
