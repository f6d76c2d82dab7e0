import { ExtError } from '../errors.ts';
import type { RegularFile } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';
import { blobsMissingFrom } from '../model/packaged-images.ts';
import { differences } from '../plan/diff/facts.ts';
import { packageFacts, type PackageSide } from '../plan/diff/package-facts.ts';
import type { ActionContext } from './context.ts';
import { openNamedFile } from './open-file.ts';
import type { PackageDiff } from './result.ts';

/** Two package files. */
export interface DiffOptions {
  readonly before: string;
  readonly after: string;
}

type Context = Pick<ActionContext, 'packages' | 'signal'>;

/**
 * What changes for a platform that takes one package in the place of another, and how many bytes have to be carried there.
 * Throws `usage` for a file that cannot be opened, `corrupt` for one that breaks a rule, `unmet` for a package without metadata.
 */
export async function diffPackages({ before, after }: DiffOptions, context: Context): Promise<PackageDiff> {
  const [old, now] = [await sideOf(before, context), await sideOf(after, context)];
  const items = differences(packageFacts(old), packageFacts(now));
  const carry = blobsMissingFrom(old.images, now.images);
  return { apiVersion: 'ext.cpaas.io/v1', kind: 'PackageDiff', before, after, items, carry, errors: [], warnings: [] };
}

async function sideOf(path: string, context: Context): Promise<PackageSide> {
  const file = await openNamedFile(path);
  try {
    return await readSide(file, context);
  } finally {
    await file.close();
  }
}

async function readSide(file: RegularFile, { packages, signal }: Context): Promise<PackageSide> {
  const door = await packages();
  const content = await door.inspect(file, signal);
  const { metadata, images } = content;
  if (metadata === null) {
    const because = message('diff.no-metadata', { layout: content.layout });
    throw new ExtError('unmet', message('diff.not-comparable', { file: file.path }), { because, object: file.path });
  }
  return { metadata, images, bundle: metadata.type === 'bundle' ? await door.bundle(file, content, signal) : null };
}
