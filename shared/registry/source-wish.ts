import type { ImageReference } from '../model/image-reference.ts';

/** A user name and a password. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** How one registry is reached: that of `from`, or else that of the artifact. All others are reached over HTTPS, with what auth files say. */
export interface RegistryAccess {
  /** Undefined where auth files are to tell. */
  readonly login: Login | undefined;
  /** A file that holds one. */
  readonly credentialsFile: string | undefined;
  /** Nobody logs in anywhere, whatever auth files hold. */
  readonly noAuth: boolean;
  /** HTTP in place of HTTPS. */
  readonly plain: boolean;
  /** A file of certificate authorities. */
  readonly ca: string | undefined;
  /** Its certificate is not checked. */
  readonly insecure: boolean;
  /** Sockets per registry. */
  readonly connections: number;
}

/** Which source is meant. */
export interface SourceWish {
  /** A folder, a registry (`host[:port][/prefix]`), or undefined for the registry that each name begins with. */
  readonly from: string | undefined;
  /** The image that a folder may hold by its bare tag. */
  readonly artifact: ImageReference;
  readonly access: RegistryAccess;
}

/** What registries are asked with, whichever they are. */
export interface RegistryOptions {
  /** Proxies, and where auth files lie. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userAgent: string;
  /** Lines about requests, by their level of `-v`. */
  readonly log?: (level: number, text: string) => void;
  readonly verbosity?: number;
  /** Ends what is being asked. */
  readonly signal: AbortSignal;
  /** What is short in tests, in milliseconds. */
  readonly timing?: Partial<Timing>;
}

/** Times in milliseconds. */
export interface Timing {
  /** How long it may take until a connection stands. */
  readonly connect: number;
  /** How long a connection may be silent. */
  readonly idle: number;
  /** Before the second try; each further one waits twice as long, up to the longest. */
  readonly firstPause: number;
  readonly longestPause: number;
}
