import { writeFileSync } from 'node:fs';
import { corpusFile } from './corpus.ts';
import { makeCorpus } from './make-corpus.ts';

/** `node test/support/signatures/write-corpus.ts`: makes the committed corpus anew, by GnuPG 2.2 or newer. Its signatures are others each time. */
writeFileSync(corpusFile, `${JSON.stringify(await makeCorpus({ slow: true }), undefined, 2)}\n`);
