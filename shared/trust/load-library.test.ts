import * as openpgp from 'openpgp';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { loadLibrary } from './load-library.ts';

describe('loadLibrary', () => {
  it('finds that the library tells right from wrong', async () => {
    const library = await loadLibrary();
    expect(library.config.versionString).toBe('OpenPGP.js 6.3.2');
  });

  /** The library with one function that is not what it should be. */
  const broken = (changes: object) => Promise.resolve({ ...openpgp, ...changes });
  const digestless = async (options: Parameters<typeof openpgp.readSignature>[0]) => {
    const signature = await openpgp.readSignature(options);
    for (const packet of signature.packets) Object.defineProperty(packet, 'hashed', { get: () => undefined, set: () => {} });
    return signature;
  };
  it.each([
    ['accepts everything', { verify: () => Promise.resolve({ data: '', signatures: [{ verified: Promise.resolve(true) }] }) }],
    ['refuses everything', { verify: () => Promise.resolve({ data: '', signatures: [{ verified: Promise.reject(new Error('no')) }] }) }],
    ['looks at nothing', { verify: () => Promise.resolve({ data: '', signatures: [] }) }],
    ['hashes the document itself', { readSignature: digestless }],
    ['reads no signature', { readSignature: () => Promise.resolve({ packets: [] }) }],
  ])('verifies nothing by a library that %s', async (_, changes) => {
    const error = await errorOf(() => loadLibrary(() => broken(changes)));
    expect([error.code, error.sentence.id]).toEqual(['failure', 'trust.self-test']);
  });
});
