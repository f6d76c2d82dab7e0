import { message } from '../messages/message.ts';
import { corrupt } from './corrupt.ts';

/** What one layer does to the files that are wanted. */
export interface LayerFiles {
  readonly files: Map<string, Buffer>;
  /** Files and folders that lower layers have and the image has not. */
  readonly removed: Set<string>;
  /** Folders of which nothing in lower layers shows through. */
  readonly emptied: Set<string>;
}

/** Of all files and names that are kept of one image, in bytes. */
const largestTogether = 32 * 1024 * 1024;
/** What keeping a name takes besides its characters, roughly. */
const perName = 128;

/** Watches that what is kept of one image stays within limits. */
export class FileBudget {
  readonly #file: string;
  #kept = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Throws `corrupt` where keeping one more is too much. */
  keep(path: string, size = 0): void {
    this.#kept += path.length + perName + size;
    if (this.#kept > largestTogether) throw corrupt(message('package.files-too-large', { file: this.#file, most: largestTogether }));
  }
}

/** The files of an image: the layers over each other, the lowest first. */
export function layered(layers: readonly LayerFiles[]): Map<string, Buffer> {
  const image = new Map<string, Buffer>();
  for (const layer of layers) {
    for (const path of image.keys()) if (isHidden(path, layer)) image.delete(path);
    for (const [path, content] of layer.files) image.set(path, content);
  }
  return image;
}

function isHidden(path: string, { removed, emptied }: LayerFiles): boolean {
  if (removed.has(path) || emptied.has('')) return true;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (removed.has(folder) || emptied.has(folder)) return true;
  }
  return false;
}
