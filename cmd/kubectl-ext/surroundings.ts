import type { Readable, Writable } from 'node:stream';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import type { ConnectOptions, KubeconfigOptions } from '../../shared/cluster/connect-options.ts';
import type { ContextInfo } from '../../shared/cluster/contexts.ts';
import type { ImageSource } from '../../shared/package/image-source.ts';
import type { PackageWriter } from '../../shared/package/package-writer.ts';
import type { Packages } from '../../shared/package/packages.ts';
import type { Trust, TrustWish } from '../../shared/trust/trust.ts';
import type { Violet } from '../../shared/violet/violet.ts';
import type { RegistryOptions, SourceWish } from '../../shared/registry/source-wish.ts';
import type { Environment } from './language.ts';

/** What this program was built from and what it runs on. */
export interface Build {
  readonly version: string;
  readonly commit: string;
  readonly node: string;
  /** `linux/amd64` */
  readonly platform: string;
}

/** A stream to write to; `columns` is its width where it is a terminal. */
export type Output = Pick<Writable, 'write'> & { readonly isTTY?: boolean; readonly columns?: number };

/** A stream to read answers from. */
export type Input = Readable & { readonly isTTY?: boolean };

/** The process as the program sees it. `main.ts` makes the real one, tests their own; nothing else knows `process`. */
export interface Surroundings {
  /** The name the program was started by, with its folder if it has one. */
  readonly argv0: string;
  /** The single binary that runs; undefined where an interpreter runs the sources. */
  readonly executable: string | undefined;
  readonly build: Build;
  readonly env: Environment;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Aborted by the first signal; its reason is the signal's name. */
  readonly signal: AbortSignal;
  /** Aborted when whoever read stdout has gone, as `head` does: nobody looks on any more. */
  readonly readerGone: AbortSignal;
  readonly connect: (options: ConnectOptions) => Promise<Cluster>;
  readonly images: (wish: SourceWish, options: RegistryOptions) => Promise<ImageSource>;
  readonly packageWriter: () => Promise<PackageWriter>;
  readonly contexts: (options: KubeconfigOptions) => Promise<readonly ContextInfo[]>;
  readonly packages: () => Promise<Packages>;
  readonly violet: () => Promise<Violet | undefined>;
  /** Throws `usage` for a keyring that is of no use. Whoever opens it closes it. */
  readonly trust: (wish: TrustWish) => Promise<Trust>;
}

/** Whether prose may hold more than ASCII symbols: the locale says UTF-8. */
export function speaksUnicode(env: Environment): boolean {
  return /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '');
}
