import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ExtError } from '../errors.ts';
import { openRegularFile, systemReason } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';
import type { PackageToWrite, WriteOptions, WrittenFile, WrittenPackage } from './package-writer.ts';
import { packageSize, writePackage } from './write-package.ts';

/** Takes the bytes of a file in order. */
type Write = (bytes: Uint8Array) => Promise<void>;

/** The mode of new files; the umask takes from it. */
const mode = 0o644;
const readSize = 2 ** 20;

/** As `PackageWriter.write`. */
export async function writePackageFile(path: string, content: PackageToWrite, options: WriteOptions): Promise<WrittenPackage> {
  const size = packageSize(content);
  const present = await sizeOf(path);
  const same = present === size ? await sameBytes(path, content, options) : undefined;
  if (present !== undefined && same === undefined && !options.force) throw taken(path);
  const sha256 = same ?? (await writeAside(path, (write) => hashed(content, write, options)));
  const result = same !== undefined ? 'unchanged' : present === undefined ? 'created' : 'configured';
  return { sha256, size, files: [{ path, result }, await writeChecksum(path, sha256)] };
}

/** As `PackageWriter.foresee`. */
export async function foreseeFile(
  path: string,
  content: PackageToWrite,
  { force }: Pick<WriteOptions, 'force'>,
): Promise<'created' | 'configured' | 'same'> {
  const present = await sizeOf(path);
  if (present === undefined) return 'created';
  if (present === packageSize(content)) return 'same';
  if (!force) throw taken(path);
  return 'configured';
}

/** The SHA-256 of a file that already is this package, byte for byte. */
async function sameBytes(path: string, content: PackageToWrite, options: WriteOptions): Promise<string | undefined> {
  const wanted = await hashed(content, () => Promise.resolve(), options);
  return (await sha256Of(path, options.signal)) === wanted ? wanted : undefined;
}

/** Makes the bytes of a package, and says what their SHA-256 is. */
async function hashed(content: PackageToWrite, write: Write, { signal, onProgress }: WriteOptions): Promise<string> {
  const hash = createHash('sha256');
  let done = 0;
  await writePackage(content, async (bytes) => {
    stopIfAborted(signal);
    hash.update(bytes);
    await write(bytes);
    done += bytes.length;
    onProgress(done);
  });
  return hash.digest('hex');
}

async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(readSize);
  const file = await onDisk(path, () => openRegularFile(path));
  try {
    for (;;) {
      stopIfAborted(signal);
      const { bytesRead } = await file.handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** The line of `sha256sum`, so that it can be checked without this program. */
async function writeChecksum(path: string, sha256: string): Promise<WrittenFile> {
  const beside = `${path}.sha256`;
  const line = Buffer.from(`${sha256}  ${basename(path)}\n`);
  const present = await sizeOf(beside);
  const isSame =
    present === line.length && (await sha256Of(beside, new AbortController().signal)) === createHash('sha256').update(line).digest('hex');
  if (!isSame) await writeAside(beside, (write) => write(line));
  return { path: beside, result: isSame ? 'unchanged' : present === undefined ? 'created' : 'configured' };
}

/** Writes a file under another name in the same folder, and gives it its own when all of it is on the disk. */
async function writeAside<R>(path: string, produce: (write: Write) => Promise<R>): Promise<R> {
  const aside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  const handle = await onDisk(path, () => open(aside, 'wx', mode));
  try {
    const result = await produce((bytes) => onDisk(path, () => writeAll(handle, bytes)));
    await onDisk(path, () => handle.sync());
    await handle.close();
    await onDisk(path, () => rename(aside, path));
    await syncFolder(dirname(path));
    return result;
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(aside, { force: true });
    throw error;
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) written += (await handle.write(bytes, written)).bytesWritten;
}

/** So that the name survives a power failure, too; where folders cannot be opened there is nothing to do. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

async function onDisk<R>(path: string, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

function cannotWrite(path: string, cause: unknown): ExtError {
  return new ExtError('failure', message('error.cannot-write', { file: path }), { because: systemReason(cause), cause });
}

/** In bytes; undefined where there is no such file. Throws `usage` where something else has its name, `failure` where it cannot be looked at. */
async function sizeOf(path: string): Promise<number | undefined> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw cannotWrite(path, error);
  });
  if (stats?.isFile() === false)
    throw new ExtError('usage', message('error.cannot-write', { file: path }), { because: message('error.not-regular') });
  return stats?.size;
}

/** The error of a package whose name another file has. */
function taken(path: string): ExtError {
  return new ExtError('unmet', message('create.taken', { file: path }), { hints: [message('create.taken-hint')] });
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new ExtError('interrupted', message('error.interrupted'));
}
