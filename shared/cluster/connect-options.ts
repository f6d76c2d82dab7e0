/** Where kubeconfig files are looked for, and which context of them is meant. */
export interface KubeconfigOptions {
  /** `--kubeconfig`: one file, which must exist. Without it KUBECONFIG (a list), then `~/.kube/config`. */
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Environment variables: KUBECONFIG, HOME, the proxies, the in-cluster ones. Exec plugins get them too. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How to reach a cluster: kubectl's global connection flags, and what the program adds. */
export interface ConnectOptions extends KubeconfigOptions {
  /** The name of a cluster in the kubeconfig, in place of the context's. */
  readonly cluster?: string;
  /** The name of a user in the kubeconfig, in place of the context's. */
  readonly user?: string;
  readonly namespace?: string;
  readonly server?: string;
  readonly token?: string;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly asUid?: string;
  /** `key=value`, one key several times for several values. */
  readonly asUserExtra?: readonly string[];
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly tlsServerName?: string;
  /** The time one call may take: a Go duration or whole seconds; `0` and absence mean no limit of its own. */
  readonly requestTimeout?: string;
  readonly disableCompression?: boolean;

  /** Ends every request that only reads, what is followed, and every wait for the server, at once. Other writes are finished. */
  readonly signal?: AbortSignal;

  readonly userAgent: string;
  readonly fieldManager: string;
  /** Gets lines about requests with the `-v` level they belong to: 6 request lines, 7 headers, 8 bodies cut, 9 bodies whole. */
  readonly log?: (level: number, text: string) => void;
  /** The `-v` in force: lines above it are not made, and a body is made once, cut or whole. 9 if absent. */
  readonly verbosity?: number;
  /** Gets each warning the server sends beside an answer, each text once. */
  readonly onWarning?: (text: string) => void;
  /** After this many milliseconds without a sign of life a watch is checked against a new list. 30 000 if absent. */
  readonly watchSilence?: number;
}
