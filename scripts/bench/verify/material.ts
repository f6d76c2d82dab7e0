import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, linkSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..', '..');
const program = join(root, 'dist', 'kubectl-ext');

/** The keys that files are signed with, and how much of gpg's time verifying may take. */
export const signers = [
  { name: 'ed25519', algorithm: 'ed25519', digest: '-sha256', hash: 'SHA256', gpgTarget: 0.3 },
  { name: 'rsa4096', algorithm: 'rsa4096', digest: '-sha512', hash: 'SHA512', gpgTarget: 0.4 },
] as const;

/** The programs that ours is compared with and that are not here. */
export function missingTools(): string[] {
  return ['openssl', 'gpg', 'sha256sum', 'xargs'].filter((tool) => {
    try {
      execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
}

/** The command lines that verify one file. */
export interface Signed {
  readonly checksum: readonly string[];
  readonly gpg: (signer: (typeof signers)[number]['name']) => { readonly words: readonly string[]; readonly gpg: readonly string[] };
}

/** Makes a file, and beside it what vouches for it: each kind in a folder of its own, where the file is a hard link, so that no kind is checked with another. */
export async function makeSigned(file: string, size: number, signal: AbortSignal): Promise<Signed> {
  const sha256 = await makeFile(file, size, signal);
  const checked = linkedInto(join(dirname(file), 'checksum'), file);
  writeFileSync(`${checked}.sha256`, `${sha256}  large.tgz\n`);
  const home = join(dirname(file), 'gnupg');
  mkdirSync(home, { mode: 0o700 });
  const gpg = ['gpg', '--homedir', home, '--batch', '--quiet', '--no-tty', '--pinentry-mode', 'loopback', '--passphrase', ''];
  const places = new Map(
    signers.map(({ name, algorithm, hash }) => {
      const place = linkedInto(join(dirname(file), name), file);
      const must = (...args: string[]) => execFileSync(gpg[0] ?? '', [...gpg.slice(1), ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
      must('--quick-generate-key', `${name}@example.com`, algorithm, 'sign', '0');
      must('--local-user', `${name}@example.com`, '--digest-algo', hash, '--output', `${place}.sig`, '--detach-sign', place);
      writeFileSync(`${place}.key`, must('--export', `${name}@example.com`));
      return [name, place];
    }),
  );
  execFileSync('gpgconf', ['--homedir', home, '--kill', 'all']);
  return {
    checksum: [program, 'verify', checked],
    gpg(signer) {
      const place = places.get(signer) ?? '';
      return {
        words: [program, 'verify', place, '--keyring', `${place}.key`, '--require', 'gpg'],
        gpg: ['sh', '-c', `${gpg.slice(0, -2).join(' ')} --verify ${place}.sig ${place} 2>/dev/null`],
      };
    },
  };
}

function linkedInto(folder: string, file: string): string {
  mkdirSync(folder);
  const link = join(folder, basename(file));
  linkSync(file, link);
  return link;
}

/** Makes a folder of files with their checksums. */
export async function makeFolder(folder: string, { files, size }: { files: number; size: number }, signal: AbortSignal): Promise<void> {
  mkdirSync(folder);
  for (let at = 0; at < files; at += 1) {
    const name = `package-${String(at).padStart(2, '0')}.tgz`;
    const sha256 = await makeFile(join(folder, name), size, signal, at);
    writeFileSync(join(folder, `${name}.sha256`), `${sha256}  ${name}\n`);
  }
}

/** Fills a file with what cannot be compressed, the same for the same seed, and returns its SHA-256. */
export async function makeFile(file: string, size: number, signal: AbortSignal, seed = 0): Promise<string> {
  const stream = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
  const hash = createHash('sha256');
  const zeros = Buffer.alloc(1024 * 1024);
  const descriptor = openSync(file, 'w');
  try {
    for (let written = 0; written < size; written += zeros.length) {
      const bytes = stream.update(zeros.subarray(0, Math.min(zeros.length, size - written)));
      hash.update(bytes);
      writeSync(descriptor, bytes);
      // An interruption has its turn here.
      if (written % (64 * zeros.length) === 0) await pause(0, undefined, { signal });
    }
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
}
