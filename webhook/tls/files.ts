import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { errorData, type Log } from '../log.ts';
import { pause } from '../pause.ts';
import { Unusable } from './unusable.ts';

/** What is made of files. */
export interface FilesParts<T> {
  /** In the events of the log. */
  readonly what: 'certificate' | 'client-authority';
  readonly paths: readonly string[];
  /** Makes it of their texts, which are in the order of the paths, empty for one that cannot be read. Throws `Unusable`. */
  readonly make: (texts: readonly string[]) => T;
  readonly log: Log;
}

/** Files in use, which somebody else writes. They are known by what they hold: a mounted folder changes behind a link, of which no file tells. */
export class Files<T> {
  readonly #parts: FilesParts<T>;
  #used: readonly string[] | undefined;

  constructor(parts: FilesParts<T>) {
    this.#parts = parts;
  }

  /** What is to be used from now on; undefined where nothing has changed, or what is there now cannot be used. Never rejects. */
  async look(): Promise<T | undefined> {
    const { what, paths, make, log } = this.#parts;
    const texts = await readTogether(paths);
    if (isDeepStrictEqual(texts, this.#used)) return undefined;
    try {
      const made = make(texts);
      if (this.#used !== undefined) log(`${what}.replaced`);
      this.#used = texts;
      return made;
    } catch (error) {
      log(`${what}.refused`, error instanceof Unusable ? { reason: error.reason } : errorData(error));
      return undefined;
    }
  }

  /** The first that can be used, however long that takes; undefined where the signal came first. */
  async first(retryPause: number, signal: AbortSignal): Promise<T | undefined> {
    while (!signal.aborted) {
      const made = await this.look();
      if (made !== undefined) return made;
      await pause(retryPause, signal);
    }
    return undefined;
  }
}

/** The texts as they were at one time: all files may be replaced between the first that is read and the last. */
async function readTogether(paths: readonly string[]): Promise<readonly string[]> {
  let before = await readAll(paths);
  for (;;) {
    const texts = await readAll(paths);
    if (isDeepStrictEqual(texts, before)) return texts;
    before = texts;
  }
}

async function readAll(paths: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for (const path of paths) texts.push(await readFile(path, 'utf8').catch(() => ''));
  return texts;
}
