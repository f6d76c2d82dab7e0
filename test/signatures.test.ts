import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { MessageId } from '../shared/messages/message.ts';
import { verdictOf } from '../shared/model/verification.ts';
import { type Corpus, type CorpusCase, corpusTime, readCorpus } from './support/signatures/corpus.ts';
import { openExamination } from './support/signatures/examine-case.ts';
import { gpgVersion, openGpg } from './support/signatures/gpg.ts';
import { makeCorpus } from './support/signatures/make-corpus.ts';

/** What we say of each: the package is verified by a signature, or the reason why not. */
const expected: Readonly<Record<string, 'gpg' | MessageId>> = {
  ed25519: 'gpg',
  'ed25519-sha512': 'gpg',
  'ed25519-sha384': 'gpg',
  'ed25519-sha224': 'trust.signature.weak',
  'ed25519-sha1': 'trust.signature.weak',
  'ed25519-ripemd160': 'trust.signature.weak',
  p256: 'gpg',
  'p256-sha512': 'gpg',
  secp256k1: 'trust.key.unsupported',
  'secp256k1-sha512': 'trust.key.unsupported',
  rsa1024: 'trust.key.weak',
  'rsa1024-sha512': 'trust.key.weak',
  rsa2048: 'gpg',
  'rsa2048-sha512': 'gpg',
  'rsa2048-sha384': 'gpg',
  'rsa2048-sha224': 'gpg',
  'rsa2048-sha1': 'trust.signature.weak',
  'rsa2048-ripemd160': 'trust.signature.weak',
  rsa4096: 'gpg',
  'rsa4096-sha512': 'gpg',
  dsa2048: 'trust.key.weak',
  'dsa2048-sha512': 'trust.key.weak',
  armored: 'gpg',
  'text-mode': 'trust.signature.type',
  cleartext: 'trust.signature.beside',
  inline: 'trust.signature.unreadable',
  'inline-armored': 'trust.signature.beside',
  notation: 'gpg',
  'critical-notation': 'trust.signature.critical',
  'empty-package': 'gpg',
  'other-package': 'trust.signature.wrong',
  'empty-for-full': 'trust.signature.wrong',
  future: 'trust.signature.future',
  'expired-signature': 'trust.signature.expired',
  'signature-not-yet-expired': 'gpg',
  'older-than-key': 'trust.signature.refused',
  'key-expired-since': 'trust.key.expired',
  unknown: 'trust.signature.unknown-key',
  'good-good': 'gpg',
  'good-bad': 'trust.signature.wrong',
  'bad-good': 'trust.signature.wrong',
  'good-unknown': 'gpg',
  'unknown-good': 'gpg',
  'armored-good-bad': 'trust.signature.wrong',
  'armored-bad-good': 'trust.signature.wrong',
  seventeen: 'trust.signature.too-many',
  truncated: 'trust.signature.unreadable',
  half: 'trust.signature.unreadable',
  'trailing-zero': 'trust.signature.unreadable',
  'armor-checksum': 'trust.signature.damaged',
  'trailing-text': 'trust.signature.beside',
  empty: 'trust.signature.empty',
  text: 'trust.signature.beside',
  'key-as-signature': 'trust.signature.unreadable',
  'with-key-behind': 'trust.signature.unreadable',
  revoked: 'trust.key.revoked',
  retired: 'trust.key.revoked',
  subkey: 'gpg',
  'subkey-not-cross-signed': 'trust.signature.refused',
  'subkey-revoked': 'trust.key.revoked',
};

const corpus = readCorpus();

it('the corpus holds every kind of signature that is expected here, once', () => {
  expect(corpus.cases.map(({ name }) => name).toSorted()).toEqual(Object.keys(expected).toSorted());
});

describe('the corpus', () => {
  const judge = judgeOf(corpus);

  it.each(corpus.cases)('$name', async (each) => {
    expect(await judge(each)).toBe(expected[each.name]);
  });

  it.each(corpus.cases.filter(({ name }) => expected[name] === 'gpg'))('$name is good for GnuPG, too', ({ gpg }) => {
    expectGoodIn(gpg.status);
  });
});

// Other lines of GnuPG word a few of their status lines otherwise.
describe.skipIf(gpgVersion()?.startsWith('gpg (GnuPG) 2.2.') !== true)('the GnuPG of this machine', () => {
  it('says of the corpus what is written there', { timeout: 30_000 }, () => {
    const gpg = openGpg();
    try {
      const bytes = (base64 = '') => Buffer.from(base64, 'base64');
      for (const { name, keyring, content, sidecar, gpg: recorded } of corpus.cases) {
        const files = { keyring: bytes(corpus.keyrings[keyring]), signature: bytes(sidecar), content: bytes(content) };
        expect([name, gist(gpg.verify(faked, files).status)]).toEqual([name, gist(recorded.status)]);
      }
    } finally {
      gpg.remove();
    }
  });

  it('makes signatures of which both of us say the same as of those', { timeout: 30_000 }, async () => {
    const fresh = await makeCorpus({ slow: false });
    const recorded = new Map(corpus.cases.map(({ name, gpg }) => [name, gist(gpg.status)]));
    expect(fresh.cases.map(({ name, gpg }) => [name, gist(gpg.status)])).toEqual(fresh.cases.map(({ name }) => [name, recorded.get(name)]));
    const judge = judgeOf(fresh);
    for (const each of fresh.cases) expect([each.name, await judge(each)]).toEqual([each.name, expected[each.name]]);
  });
});

describe.each(['docs/verification.md', 'docs/ru/verification.md'])('%s', (path) => {
  it('explains every difference to the exit status of GnuPG', () => {
    const page = readFileSync(join(import.meta.dirname, '..', path), 'utf8');
    const table = page.slice(page.indexOf('<!-- differences -->'), page.indexOf('<!-- /differences -->'));
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const explained = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
    const differing = corpus.cases.filter(({ name, gpg }) => (gpg.exitCode === 0) !== (expected[name] === 'gpg')).map(({ name }) => name);
    expect(explained.toSorted()).toEqual(differing.toSorted());
  });
});

const faked = new Date(corpusTime).toISOString().replace(/[-:]|\.\d+Z/g, '');

/** What is the same for any key: which lines there are, without those about how sure GnuPG is whose key it is. */
function gist(status: readonly string[]): string[] {
  return status.map((line) => line.split(' ')[0] ?? '').filter((word) => !/^(TRUST_|KEY_CONSIDERED|SIG_ID|VERIFICATION_)/.test(word));
}

/** By its status lines: its exit status is 0 for revoked keys, too. */
function expectGoodIn(status: readonly string[]): void {
  expect(gist(status)).toContain('GOODSIG');
  expect(gist(status).filter((word) => /^(BAD|EXP|EXPKEY|REVKEY)SIG$|^UNEXPECTED$|^NODATA$/.test(word))).toEqual([]);
}

function judgeOf(from: Corpus): (each: CorpusCase) => Promise<string | undefined> {
  const examination = openExamination(from);
  afterAll(() => examination.close());
  return async (each) => {
    const { class: found, reasons } = verdictOf(await examination.examine(each), 'checksum');
    return found === 'failed' ? reasons[0]?.id : found;
  };
}
