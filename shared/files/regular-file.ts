import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type Message, message } from '../messages/message.ts';

/** A file that was opened once and is read by its descriptor only, so that nobody puts another one in its place. */
export interface RegularFile {
  /** As it was given. */
  readonly path: string;
  readonly handle: FileHandle;
  /** In bytes, when it was opened. */
  readonly size: number;
  /** Whether size, times and place are still those of when it was opened. */
  readonly unchanged: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** Where something else than a file stands: a folder, a pipe, a device. */
export class NotRegularError extends Error {
  constructor(path: string) {
    super(`${path} is not a regular file`);
    this.name = 'NotRegularError';
  }
}

/** Opens a file for reading. Does not wait for whoever may write into a pipe. Throws `NotRegularError`, or Node's error of `open`. */
export async function openRegularFile(path: string): Promise<RegularFile> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const before = await handle.stat();
    if (!before.isFile()) throw new NotRegularError(path);
    return {
      ...{ path, handle, size: before.size },
      unchanged: async () => isSame(before, await handle.stat()),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Why a file could not be opened or read, where the sentence before names it. */
export function reasonOf(cause: unknown): Message | string {
  return cause instanceof NotRegularError ? message('error.not-regular') : systemReason(cause);
}

/** The words of the system for why a file could not be opened or read, without its path. */
export function systemReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return /^[A-Z]+: (.+?), \w+(?: '.*')?$/s.exec(cause.message)?.[1] ?? cause.message;
}

function isSame(before: Stats, after: Stats): boolean {
  return (['dev', 'ino', 'size', 'mtimeMs', 'ctimeMs'] as const).every((field) => before[field] === after[field]);
}
