import { type Corpus, type CorpusCase, corpusTime } from './corpus.ts';
import { type Gpg, openGpg } from './gpg.ts';
import { algorithms, generateWithSubkey, joined, made, revoke, revokeSubkey, signed, withoutCrossSignature } from './keys.ts';

const content = Buffer.from('This is a package, as far as a signature is concerned.\r\nIt has two lines.\n');
const otherContent = Buffer.from('This is another one.\n');

type Draft = Omit<CorpusCase, 'gpg' | 'content' | 'sidecar'> & { readonly content: Uint8Array; readonly sidecar: Uint8Array };

interface Workshop {
  readonly gpg: Gpg;
  /** Signs by a key at a time; `how` are further arguments. */
  readonly sign: (key: string, how?: readonly string[], what?: Uint8Array, time?: string) => Uint8Array;
  readonly export: (...keys: readonly string[]) => Uint8Array;
  readonly keyrings: Record<string, Uint8Array>;
  readonly drafts: Draft[];
  readonly add: (name: string, keyring: string, sidecar: Uint8Array, more?: Partial<Draft>) => void;
}

/** Makes the corpus by the installed GnuPG, which takes a few seconds. Without the `slow` keys it is made in less than two. */
export async function makeCorpus({ slow }: { readonly slow: boolean }): Promise<Corpus> {
  const gpg = openGpg();
  try {
    const workshop = openWorkshop(gpg);
    signByAlgorithms(workshop, slow ? { ...algorithms.fast, ...algorithms.slow } : algorithms.fast);
    signInManyWays(workshop);
    signAtManyTimes(workshop);
    combine(workshop);
    await withdraw(workshop);
    return judged(workshop);
  } finally {
    gpg.remove();
  }
}

function openWorkshop(gpg: Gpg): Workshop {
  const keyrings: Record<string, Uint8Array> = {};
  const drafts: Draft[] = [];
  return {
    ...{ gpg, keyrings, drafts },
    sign: (key, how = ['--digest-algo', 'SHA256', '--detach-sign'], what = content, time = signed) =>
      gpg.run(time, ['--local-user', key, ...how], what),
    export: (...keys) => gpg.run(signed, ['--export', ...keys]),
    add: (name, keyring, sidecar, more = {}) => {
      drafts.push({ name, keyring, sidecar, content, ending: '.sig', ...more });
    },
  };
}

function signByAlgorithms({ gpg, sign, add, keyrings, export: exported }: Workshop, keys: Readonly<Record<string, string>>): void {
  for (const [name, algorithm] of Object.entries(keys)) {
    const key = gpg.generate(made, name, algorithm);
    keyrings[name] = exported(key);
    add(name, name, sign(key));
    add(`${name}-sha512`, name, sign(key, ['--digest-algo', 'SHA512', '--detach-sign']));
  }
}

function signInManyWays({ sign, add }: Workshop): void {
  const by = (...how: string[]) => sign('=ed25519', how);
  for (const key of ['ed25519', 'rsa2048'])
    for (const hash of ['SHA1', 'RIPEMD160', 'SHA224', 'SHA384'])
      add(`${key}-${hash.toLowerCase()}`, key, sign(`=${key}`, ['--digest-algo', hash, '--detach-sign']));
  add('armored', 'ed25519', by('--armor', '--detach-sign'), { ending: '.asc' });
  add('text-mode', 'ed25519', by('--textmode', '--detach-sign'));
  add('cleartext', 'ed25519', by('--clearsign'), { ending: '.asc' });
  add('inline', 'ed25519', by('--sign'));
  add('inline-armored', 'ed25519', by('--armor', '--sign'), { ending: '.asc' });
  add('notation', 'ed25519', by('--sig-notation', 'where@example.com=here', '--detach-sign'));
  add('critical-notation', 'ed25519', by('--sig-notation', '!where@example.com=here', '--detach-sign'));
  add('empty-package', 'ed25519', sign('=ed25519', ['--detach-sign'], new Uint8Array()), { content: new Uint8Array() });
  add('other-package', 'ed25519', by('--detach-sign'), { content: otherContent });
  add('empty-for-full', 'ed25519', sign('=ed25519', ['--detach-sign'], new Uint8Array()));
}

function signAtManyTimes({ gpg, sign, add, keyrings, export: exported }: Workshop): void {
  const at = (time: string, ...how: string[]) => sign('=ed25519', [...how, '--detach-sign'], content, time);
  add('future', 'ed25519', at('20270601T000000'));
  add('expired-signature', 'ed25519', at(signed, '--default-sig-expire', '30d'));
  add('signature-not-yet-expired', 'ed25519', at(signed, '--default-sig-expire', '5y'));
  add('older-than-key', 'ed25519', at('20240601T000000', '--ignore-time-conflict'));
  const expiring = gpg.generate(made, 'expiring', 'ed25519', '20250701T000000');
  keyrings['expiring'] = exported(expiring);
  add('key-expired-since', 'expiring', sign(expiring));
}

function combine({ gpg, sign, add, export: exported, keyrings }: Workshop): void {
  const stranger = gpg.generate(made, 'stranger', 'ed25519');
  const good = sign('=ed25519');
  const bad = sign('=p256', undefined, otherContent);
  const armored = (what: Uint8Array) => sign('=ed25519', ['--armor', '--detach-sign'], what);
  const unknown = sign(stranger);
  keyrings['two'] = joined(exported('=ed25519'), exported('=p256'));
  add('unknown', 'two', unknown);
  add('good-good', 'two', joined(good, sign('=p256')));
  add('good-bad', 'two', joined(good, bad));
  add('bad-good', 'two', joined(bad, good));
  add('good-unknown', 'two', joined(good, unknown));
  add('unknown-good', 'two', joined(unknown, good));
  add('armored-good-bad', 'two', joined(armored(content), armored(otherContent)), { ending: '.asc' });
  add('armored-bad-good', 'two', joined(armored(otherContent), armored(content)), { ending: '.asc' });
  add('seventeen', 'two', joined(...Array.from({ length: 17 }, () => good)));
  add('truncated', 'two', good.subarray(0, -1));
  add('half', 'two', good.subarray(0, good.length / 2));
  add('trailing-zero', 'two', joined(good, new Uint8Array(1)));
  add('armor-checksum', 'two', withOtherChecksum(armored(content)), { ending: '.asc' });
  add('trailing-text', 'two', joined(armored(content), Buffer.from('and more\n')), { ending: '.asc' });
  add('empty', 'two', new Uint8Array());
  add('text', 'two', Buffer.from('signed, really\n'), { ending: '.asc' });
  add('key-as-signature', 'two', exported('=ed25519'));
  add('with-key-behind', 'two', joined(good, exported('=ed25519')));
}

/** The line that begins with `=` holds a checksum of the bytes, in four letters. */
function withOtherChecksum(armored: Uint8Array): Uint8Array {
  return Buffer.from(
    Buffer.from(armored)
      .toString()
      .replace(/^=.{4}$/m, '=AAAA'),
  );
}

async function withdraw({ gpg, sign, add, keyrings, export: exported }: Workshop): Promise<void> {
  for (const [name, reason] of [
    ['revoked', 0],
    ['retired', 3],
  ] as const) {
    const key = gpg.generate(made, name, 'ed25519');
    const signature = sign(key);
    revoke(gpg, key, reason);
    keyrings[name] = exported(key);
    add(name, name, signature);
  }
  const { primary, subkey } = generateWithSubkey(gpg, 'with subkey');
  const signature = sign(`${subkey}!`);
  keyrings['subkey'] = exported(primary);
  keyrings['adopted'] = await withoutCrossSignature(keyrings['subkey']);
  add('subkey', 'subkey', signature);
  add('subkey-not-cross-signed', 'adopted', signature);
  revokeSubkey(gpg, primary);
  keyrings['subkey-revoked'] = exported(primary);
  add('subkey-revoked', 'subkey-revoked', signature);
}

function judged({ gpg, drafts, keyrings }: Workshop): Corpus {
  const time = new Date(corpusTime).toISOString().replace(/[-:]|\.\d+Z/g, '');
  const base64 = (bytes: Uint8Array | undefined = new Uint8Array()) => Buffer.from(bytes).toString('base64');
  return {
    madeBy: gpg.version,
    keyrings: Object.fromEntries(Object.entries(keyrings).map(([name, bytes]) => [name, base64(bytes)])),
    cases: drafts.map(({ name, keyring, ending, ...files }) => {
      const verdict = gpg.verify(time, {
        keyring: keyrings[keyring] ?? new Uint8Array(),
        signature: files.sidecar,
        content: files.content,
      });
      return { name, keyring, ending, content: base64(files.content), sidecar: base64(files.sidecar), gpg: verdict };
    }),
  };
}
