import type { ConnectOptions } from '../../shared/cluster/connect-options.ts';
import type { FlagValues } from './flag.ts';
import type { confirmFlags } from './flags/confirm.ts';
import type { globalFlags } from './flags/index.ts';
import type { outputFlags } from './flags/output.ts';
import type { everywhereFlags } from './flags/scope.ts';

/** The flags that the program itself reads; what a command does not define is absent. */
export type Settings = FlagValues<typeof globalFlags> &
  Partial<FlagValues<typeof outputFlags & typeof confirmFlags & typeof everywhereFlags>>;

/** The level of `-v`; `--debug` means 6. */
export function verbosityOf({ v, debug }: Pick<Settings, 'v' | 'debug'>): number {
  return debug ? Math.max(v, 6) : v;
}

/** kubectl's connection flags in the form the cluster door takes them. */
export function connectionOf(settings: Settings): Omit<ConnectOptions, 'env' | 'userAgent'> {
  const { kubeconfig, context, cluster, user, namespace, server, token, as, asGroup, asUid, asUserExtra } = settings;
  const { certificateAuthority, clientCertificate, clientKey, insecureSkipTlsVerify, tlsServerName, requestTimeout } = settings;
  const { disableCompression, fieldManager } = settings;
  return {
    ...{ kubeconfig, context, cluster, user, namespace, server, token, as, asGroup, asUid, asUserExtra },
    ...{ certificateAuthority, clientCertificate, clientKey, insecureSkipTlsVerify, tlsServerName, requestTimeout },
    ...{ disableCompression, fieldManager },
    verbosity: verbosityOf(settings),
  };
}
