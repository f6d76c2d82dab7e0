import { join } from 'node:path';
import { ExtError } from '../errors.ts';
import { NotRegularError, openRegularFile, systemReason } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';
import { hexOf } from '../model/digest.ts';
import type { ImageReference } from '../model/image-reference.ts';
import { referenceText } from '../model/image-reference.ts';
import { type Descriptor, documentIn, type ImageIndex, indexIn, largestDocument, refName } from '../model/oci.ts';
import type { ImageSource } from './image-source.ts';

const readSize = 2 ** 18;

/**
 * Opens a folder in OCI image layout. Its images are found by their full names, or by digest; `artifact` also by its bare tag, which is how some
 * tools name the one image they put there. Throws `not-found` for a folder that is none, `usage` for one that may not be read, `corrupt` for one whose `index.json` cannot be relied on.
 */
export async function openOciFolder(folder: string, artifact: ImageReference): Promise<ImageSource> {
  const index = await indexOf(folder);
  const asArtifact = referenceText(artifact);
  return {
    resolve: (reference) => {
      const found = descriptorOf(index, reference, referenceText(reference) === asArtifact);
      return found === undefined ? Promise.reject(absent(folder, reference)) : Promise.resolve(found);
    },
    open: (_, { digest }, signal) => contentOf(join(folder, 'blobs', 'sha256', hexOf(digest)), signal, () => missing(folder, digest)),
    close: () => {},
  };
}

async function indexOf(folder: string): Promise<ImageIndex> {
  const path = join(folder, 'index.json');
  const notThere = () => new ExtError('not-found', message('create.no-layout', { folder }), { hints: [message('create.no-layout-hint')] });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of contentOf(path, new AbortController().signal, notThere)) {
    size += chunk.length;
    if (size > largestDocument) throw new ExtError('corrupt', message('create.too-large', { what: path, size, limit: largestDocument }));
    chunks.push(chunk);
  }
  const index = documentIn(Buffer.concat(chunks).toString('utf8'), indexIn);
  if (index === undefined) throw new ExtError('corrupt', message('create.not-an-index', { what: path }));
  return index;
}

function descriptorOf({ manifests }: ImageIndex, reference: ImageReference, isArtifact: boolean): Descriptor | undefined {
  const { digest, tag } = reference;
  const named = (name: string) => manifests.find(({ annotations }) => annotations?.[refName] === name);
  if (digest !== undefined) return manifests.find((each) => each.digest === digest);
  return named(referenceText(reference)) ?? (isArtifact && tag !== undefined ? named(tag) : undefined);
}

/** Reads a file piece by piece, each into memory of its own: whoever inflates one may still be at it when the next is read. Where it is missing, or is no file, the error is that of `notThere`. */
async function* contentOf(path: string, signal: AbortSignal, notThere: () => ExtError): AsyncGenerator<Buffer, void> {
  const file = await openRegularFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error instanceof NotRegularError) throw notThere();
    throw new ExtError('usage', message('error.cannot-read', { file: path }), { because: systemReason(error), cause: error });
  });
  try {
    for (;;) {
      if (signal.aborted) throw new ExtError('interrupted', message('error.interrupted'));
      const { bytesRead, buffer } = await file.handle.read(Buffer.allocUnsafe(readSize), 0, readSize);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function absent(folder: string, reference: ImageReference): ExtError {
  return new ExtError('not-found', message('create.not-in-folder', { image: referenceText(reference), folder }), {
    hints: [message('create.not-in-folder-hint')],
  });
}

function missing(folder: string, digest: string): ExtError {
  return new ExtError('corrupt', message('create.missing-blob', { digest, folder }));
}
