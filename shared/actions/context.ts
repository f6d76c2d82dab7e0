import type { Cluster } from '../cluster/cluster.ts';
import type { Message } from '../messages/message.ts';
import type { ImageSource } from '../package/image-source.ts';
import type { PackageWriter } from '../package/package-writer.ts';
import type { Packages } from '../package/packages.ts';
import type { Trust, TrustWish } from '../trust/trust.ts';
import type { Violet } from '../violet/violet.ts';
import type { SourceWish } from '../registry/source-wish.ts';
import type { Report } from './event.ts';

/** What an action may use besides its options. A test passes its own; nothing here is global. */
export interface ActionContext {
  /** The cluster of this call, connected when first asked for. Throws what connecting throws. */
  readonly cluster: () => Promise<Cluster>;
  /** The door to package files, loaded when first asked for. */
  readonly packages: () => Promise<Packages>;
  /** The door to signatures and checksums, opened with the keys that are trusted in this call. Throws `usage` for a keyring that cannot be read. */
  readonly trust: (wish: TrustWish) => Promise<Trust>;
  /** The platform's own program for packages; undefined where it is not installed. */
  readonly violet: () => Promise<Violet | undefined>;
  /**
   * Asks the person to go on. Returns when they agree or have agreed beforehand (`--yes`).
   * Throws `declined` on no, `usage` where nobody can answer.
   */
  readonly ask: (question: Message) => Promise<void>;
  readonly report: Report;
  /** Where images are taken from. Throws what opening throws. */
  readonly images: (wish: SourceWish) => Promise<ImageSource>;
  readonly packageWriter: () => Promise<PackageWriter>;
  /** The command line that was given, for hints: given again, it goes on where it ended. */
  readonly again: string;
  /** Keeps a line on this machine, for what the cluster does not take, and returns the file. Throws where there is no place for it. */
  readonly keepLocally: (line: string) => Promise<string>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Aborted by the first Ctrl-C: finish the request in flight, say what is on the server, throw `interrupted`. */
  readonly signal: AbortSignal;
}
