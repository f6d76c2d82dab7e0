import { type Message, message } from '../messages/message.ts';
import type { Digest } from '../model/digest.ts';
import { MisshapenError } from '../model/document.ts';
import { type ImageIndex, type ImageManifest, imageConfigIn, indexIn, manifestIn, platformText } from '../model/oci.ts';
import { corrupt, inDocument } from './corrupt.ts';
import { readJson } from './read-json.ts';

/** Of all indexes and manifests together, in bytes: some thousand images. What is kept of them takes a few times as much memory. */
const largestTogether = 16 * 1024 * 1024;

/** What is kept of the configuration of an image. */
export interface ConfigNotes {
  /** `linux/amd64`; null where it does not say. */
  readonly platform: string | null;
  /** The digests of the layers, inflated. */
  readonly diffIds: readonly Digest[];
}

/** The indexes, manifests and platforms found in a package so far. */
export class Documents {
  readonly manifests = new Map<Digest, ImageIndex | ImageManifest>();
  /** Of the manifests, in bytes. */
  readonly sizes = new Map<Digest, number>();
  readonly configs = new Map<Digest, ConfigNotes>();
  readonly #file: string;
  /** What looked like a manifest and is none. */
  readonly #faults = new Map<Digest, Message>();
  #together = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Keeps an index or a manifest. Throws `corrupt` for anything else. */
  addManifest(digest: Digest, bytes: Buffer, entry: string): ImageIndex | ImageManifest {
    const document = inDocument(this.#file, entry, () => manifestFrom(readJson(bytes)));
    this.#keep(digest, document, bytes.length);
    return document;
  }

  /** Keeps what the images of a configuration run on. Throws `corrupt` where it says so in no lawful way. */
  addConfig(digest: Digest, bytes: Buffer, entry: string): void {
    this.#note(
      digest,
      inDocument(this.#file, entry, () => configFrom(readJson(bytes))),
    );
  }

  /** Keeps of a blob of which nobody knows yet what it is whatever may be needed later; content that is no document is left alone. */
  offer(digest: Digest, bytes: Buffer): void {
    if (!/^\s*\{/.test(bytes.toString('latin1', 0, 64))) return;
    try {
      const value = readJson(bytes);
      if (isManifestLike(value)) this.#keep(digest, manifestFrom(value), bytes.length);
      else this.#note(digest, configFrom(value));
    } catch (error) {
      if (!(error instanceof MisshapenError)) throw error;
      this.#faults.set(digest, error.sentence);
    }
  }

  /** Why a blob that was offered is not among the manifests. */
  faultOf(digest: Digest): Message | undefined {
    return this.#faults.get(digest);
  }

  #keep(digest: Digest, document: ImageIndex | ImageManifest, size: number): void {
    this.#count(size);
    this.manifests.set(digest, document);
    this.sizes.set(digest, size);
  }

  #note(digest: Digest, config: ConfigNotes): void {
    this.#count(config.diffIds.length * digest.length);
    this.configs.set(digest, config);
  }

  #count(size: number): void {
    this.#together += size;
    if (this.#together > largestTogether)
      throw corrupt(message('package.manifests-too-large', { file: this.#file, most: largestTogether }));
  }
}

function manifestFrom(value: unknown): ImageIndex | ImageManifest {
  return isObject(value) && 'manifests' in value ? indexIn(value) : manifestIn(value);
}

function isManifestLike(value: unknown): boolean {
  return isObject(value) && 'schemaVersion' in value;
}

function configFrom(value: unknown): ConfigNotes {
  const { platform, diffIds } = imageConfigIn(value);
  return { platform: platform === undefined ? null : platformText(platform), diffIds };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
