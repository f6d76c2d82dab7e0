import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRegularFile } from '../../../shared/files/regular-file.ts';
import type { Evidence } from '../../../shared/model/verification.ts';
import { openTrust } from '../../../shared/trust/open-trust.ts';
import { startHasherFromSource } from '../../../shared/trust/start-hasher.ts';
import type { Trust } from '../../../shared/trust/trust.ts';
import { type Corpus, type CorpusCase, corpusTime } from './corpus.ts';

/** Examines packages in a folder of its own; whoever opens it closes it. */
export interface Examination {
  /** Writes the files of a case and examines the package. */
  readonly examine: (each: CorpusCase) => Promise<Evidence>;
  readonly close: () => Promise<void>;
}

/** Opens a trust store for every keyring of a corpus, each when it is needed. */
export function openExamination({ keyrings }: Pick<Corpus, 'keyrings'>): Examination {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  const stores = new Map<string, Promise<Trust>>();
  const storeOf = (keyring: string) => {
    const path = join(folder, `${keyring}.keys`);
    writeFileSync(path, Buffer.from(keyrings[keyring] ?? '', 'base64'));
    return openTrust({ keyrings: [path], now: () => corpusTime, startHasher: startHasherFromSource, parallel: 1 });
  };
  return {
    examine: async ({ name, keyring, content, sidecar, ending }) => {
      const store = stores.get(keyring) ?? storeOf(keyring);
      stores.set(keyring, store);
      const path = join(folder, `${name}.tgz`);
      writeFileSync(path, Buffer.from(content, 'base64'));
      writeFileSync(`${path}${ending}`, Buffer.from(sidecar, 'base64'));
      const file = await openRegularFile(path);
      try {
        return await (await store).examine(file, { signal: new AbortController().signal, onRead: () => {} });
      } finally {
        await file.close();
      }
    },
    close: async () => {
      await Promise.all([...stores.values()].map(async (store) => (await store).close()));
      rmSync(folder, { recursive: true });
    },
  };
}
