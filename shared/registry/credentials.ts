import type { Login } from './source-wish.ts';

/** What may be shown to a registry or its token service. */
export type Credentials =
  | ({ readonly kind: 'login' } & Login)
  /** Gets tokens at the token service. */
  | { readonly kind: 'identity-token'; readonly token: string }
  /** Is the token. */
  | { readonly kind: 'registry-token'; readonly token: string };
