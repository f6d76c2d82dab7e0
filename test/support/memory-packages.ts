import { createHash } from 'node:crypto';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import { referenceText } from '../../shared/model/image-reference.ts';
import type { Descriptor } from '../../shared/model/oci.ts';
import type { ImageSource } from '../../shared/package/image-source.ts';
import { makePackageWriter } from '../../shared/package/make-writer.ts';
import type { PackageWriter, WrittenPackage } from '../../shared/package/package-writer.ts';
import { writePackage } from '../../shared/package/write-package.ts';
import type { Blobs } from './image-folder.ts';

/** Images in memory, by their full names. */
export function memorySource(blobs: Blobs, images: Readonly<Record<string, Descriptor>>): ImageSource {
  return {
    async resolve(reference) {
      const found = images[referenceText(reference)];
      if (found === undefined)
        throw new ExtError('not-found', message('create.not-in-folder', { image: referenceText(reference), folder: 'memory' }));
      return found;
    },
    async *open(_, { digest }) {
      yield blobs.get(digest) ?? Buffer.alloc(0);
    },
    close: () => {},
  };
}

/** Writes packages as the real door does, to no disk; `files` holds the SHA-256 of each. */
export function memoryWriter(files = new Map<string, string>()): PackageWriter {
  return {
    ...makePackageWriter(),
    async write(path, content, { force }): Promise<WrittenPackage> {
      const hash = createHash('sha256');
      let size = 0;
      await writePackage(content, async (bytes) => {
        hash.update(bytes);
        size += bytes.length;
      });
      const sha256 = hash.digest('hex');
      const before = files.get(path);
      const result = before === undefined ? 'created' : before === sha256 ? 'unchanged' : 'configured';
      if (result === 'configured' && !force)
        throw new ExtError('unmet', message('create.taken', { file: path }), { hints: [message('create.taken-hint')] });
      files.set(path, sha256);
      return { sha256, size, files: [path, `${path}.sha256`].map((each) => ({ path: each, result })) };
    },
  };
}
