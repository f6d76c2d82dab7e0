import { basename } from 'node:path';
import { NotRegularError, openRegularFile, type RegularFile, systemReason } from '../files/regular-file.ts';
import { type Message, message } from '../messages/message.ts';
import { printable } from '../model/printable.ts';

/** A file beside a package that vouches for it. */
export interface Sidecar {
  /** Its name without folders. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** What lies beside a package. */
export interface Sidecars {
  readonly signatures: readonly Sidecar[];
  readonly checksums: readonly Sidecar[];
  /** Sidecars that are there and cannot be read. */
  readonly faults: readonly Message[];
}

const signatureEndings = ['.sig', '.asc'];
const checksumEndings = ['.sha256', '.sha256sum'];
const limit = 64 * 1024;

/** Reads everything beside a package that vouches for it: `x.tgz.sig`, `x.sig` and so on. What is not there is not there; all else is a fault. */
export async function readSidecars(path: string): Promise<Sidecars> {
  const stems = path.endsWith('.tgz') ? [path, path.slice(0, -'.tgz'.length)] : [path];
  const read = (endings: readonly string[]) =>
    Promise.all(stems.flatMap((stem) => endings.map((ending) => readSidecar(`${stem}${ending}`))));
  const [signatures, checksums] = [await read(signatureEndings), await read(checksumEndings)];
  return {
    signatures: signatures.flatMap((each) => each?.sidecar ?? []),
    checksums: checksums.flatMap((each) => each?.sidecar ?? []),
    faults: [...signatures, ...checksums].flatMap((each) => each?.fault ?? []),
  };
}

type Reading = { readonly sidecar: Sidecar; readonly fault?: never } | { readonly fault: Message; readonly sidecar?: never };

async function readSidecar(path: string): Promise<Reading | undefined> {
  const file = printable(basename(path));
  try {
    const opened = await openRegularFile(path);
    try {
      const bytes = await readUpTo(opened, limit + 1);
      if (bytes.length > limit) return { fault: message('trust.sidecar.too-large', { file, limit: limit / 1024 }) };
      return { sidecar: { file, bytes } };
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (error instanceof NotRegularError) return { fault: message('trust.sidecar.not-regular', { file }) };
    const { code } = error as NodeJS.ErrnoException;
    // Beside a package with a name of full length nothing with a longer one can lie.
    if (code === 'ENOENT' || code === 'ENAMETOOLONG') return undefined;
    return { fault: message('trust.sidecar.unreadable', { file, why: systemReason(error) }) };
  }
}

/** Reads a file, but no more than `most` bytes of it, whatever size it claims to have. */
export async function readUpTo({ handle }: Pick<RegularFile, 'handle'>, most: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(most);
  let length = 0;
  while (length < most) {
    const { bytesRead } = await handle.read(buffer, length, most - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return new Uint8Array(buffer.subarray(0, length));
}
