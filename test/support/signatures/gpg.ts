import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** GnuPG in a home of its own, where the clock shows what it is told. */
export interface Gpg {
  readonly version: string;
  /** Runs it at a time, `20250601T000000`, with `input` on its stdin; returns what it printed. Throws where it fails. */
  readonly run: (time: string, args: readonly string[], input?: Uint8Array | string) => Buffer;
  /** Makes a key pair and returns its fingerprint. */
  readonly generate: (time: string, name: string, algorithm: string, expires?: string) => string;
  /** What it says of a detached signature, and its exit status. */
  readonly verify: (time: string, files: Readonly<Record<'keyring' | 'signature' | 'content', Uint8Array>>) => GpgVerdict;
  readonly remove: () => void;
}

/** What `--verify` says. */
export interface GpgVerdict {
  /** Lines as `GOODSIG 0123456789ABCDEF Name`. */
  readonly status: readonly string[];
  readonly exitCode: number;
}

/** The version of the installed GnuPG, as it names itself; undefined where there is none. */
export function gpgVersion(): string | undefined {
  const { status, stdout } = spawnSync('gpg', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}

/** Makes a home; whoever makes it removes it. */
export function openGpg(): Gpg {
  const home = mkdtempSync(join(tmpdir(), 'gpg-'));
  const options = ['--homedir', home, '--batch', '--no-tty', '--pinentry-mode', 'loopback', '--passphrase', '', '--trust-model', 'always'];
  const call = (time: string, args: readonly string[], input: Uint8Array | string = '') =>
    spawnSync('gpg', [...options, '--faked-system-time', `${time}!`, ...args], { input, env: { ...process.env, LC_ALL: 'C' } });
  const run: Gpg['run'] = (time, args, input) => {
    const { status, stdout, stderr } = call(time, args, input);
    if (status !== 0) throw new Error(`gpg ${args.join(' ')} failed:\n${String(stderr)}`);
    return stdout;
  };
  return {
    version: gpgVersion() ?? '',
    run,
    generate: (time, name, algorithm, expires = 'never') => {
      const usage = algorithm.includes('/') ? algorithm.split('/') : [algorithm, 'sign'];
      run(time, ['--quick-gen-key', name, ...usage, expires]);
      return fingerprintOf(run(time, ['--with-colons', '--list-keys', `=${name}`]).toString());
    },
    verify: (time, files) => {
      const path = (name: keyof typeof files) => {
        writeFileSync(join(home, name), files[name]);
        return join(home, name);
      };
      const keyring = ['--no-default-keyring', '--keyring', path('keyring')];
      const { status, stdout } = call(time, [...keyring, '--status-fd', '1', '--verify', path('signature'), path('content')]);
      const lines = String(stdout).split('\n');
      return { status: lines.flatMap((line) => /^\[GNUPG:\] (.*)/.exec(line)?.[1] ?? []), exitCode: status ?? -1 };
    },
    remove: () => {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'all']);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function fingerprintOf(colons: string): string {
  return /^fpr:+([0-9A-F]+):/m.exec(colons)?.[1] ?? '';
}
