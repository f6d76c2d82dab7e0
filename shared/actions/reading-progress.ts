import { message } from '../messages/message.ts';
import type { Report } from './event.ts';

/** One file that is being read. */
export interface Reading {
  /** Takes the bytes read so far. */
  readonly onRead: (bytes: number) => void;
  /** The file is done, however it ended. */
  readonly done: () => void;
}

/** A file and its size in bytes. */
interface Sized {
  readonly file: string;
  readonly size: number;
}

/** Tells how far the reading of files has come, all of them together; what has been told never goes back. Nothing is told of small ones. */
export function readingProgress(files: readonly Sized[], report: Report): (file: string) => Reading {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const read = new Map<string, number>();
  let done = 0;
  let told = -1;
  const tell = () => {
    const bytes = [...read.values()].reduce((sum, each) => sum + each, 0);
    const percent = Math.min(100, Math.floor((bytes * 100) / Math.max(total, 1)));
    if (percent <= told) return;
    told = percent;
    report({ state: 'waiting', message: message('verify.reading', { done, files: files.length, percent }) });
  };
  const sizes = new Map(files.map(({ file, size }) => [file, size]));
  return (file) => ({
    onRead(bytes) {
      read.set(file, Math.min(bytes, sizes.get(file) ?? 0));
      tell();
    },
    done() {
      read.set(file, sizes.get(file) ?? 0);
      done += 1;
    },
  });
}
