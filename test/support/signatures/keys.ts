import { readKey } from 'openpgp';
import type { Gpg } from './gpg.ts';

/** When most keys are made, and most signatures. */
export const made = '20250101T000000';
export const signed = '20250601T000000';
const withdrawn = '20251201T000000';

/** The keys that signatures are made by, by name. `slow` ones take seconds to make. */
export const algorithms = {
  fast: { ed25519: 'ed25519', p256: 'nistp256', secp256k1: 'secp256k1', rsa1024: 'rsa1024', rsa2048: 'rsa2048' },
  slow: { rsa4096: 'rsa4096', dsa2048: 'dsa2048' },
} as const;

/** Makes a key that only certifies, with a subkey that signs; returns the fingerprints of both. */
export function generateWithSubkey(gpg: Gpg, name: string): { readonly primary: string; readonly subkey: string } {
  const primary = gpg.generate(made, name, 'ed25519/cert');
  gpg.run(made, ['--quick-add-key', primary, 'ed25519', 'sign', 'never']);
  const colons = gpg.run(made, ['--with-colons', '--list-keys', primary]).toString();
  const subkey = /^sub:.*\n(?:grp.*\n)*fpr:+([0-9A-F]+):/m.exec(colons)?.[1] ?? '';
  return { primary, subkey };
}

/** Revokes a key after it has signed: for a reason that spoils all it ever did (0, none given), or only what comes later (3, no longer used). */
export function revoke(gpg: Gpg, fingerprint: string, reason: 0 | 3): void {
  const certificate = edit(gpg, ['--gen-revoke', fingerprint], ['y', String(reason), '', 'y']);
  gpg.run(withdrawn, ['--import'], certificate);
}

/** Revokes the subkey of a key. */
export function revokeSubkey(gpg: Gpg, primary: string): void {
  edit(gpg, ['--edit-key', primary], ['key 1', 'revkey', 'y', '0', '', 'y', 'save']);
}

function edit(gpg: Gpg, command: readonly string[], answers: readonly string[]): Buffer {
  return gpg.run(withdrawn, ['--no-batch', '--command-fd', '0', '--status-fd', '2', ...command], `${answers.join('\n')}\n`);
}

/** A certificate whose subkey does not say that it belongs there: anybody could have adopted it. */
export async function withoutCrossSignature(certificate: Uint8Array): Promise<Uint8Array> {
  const key = await readKey({ binaryKey: certificate });
  const embeddedSignature = 32;
  for (const binding of key.subkeys.flatMap(({ bindingSignatures }) => bindingSignatures))
    binding.unhashedSubpackets = binding.unhashedSubpackets.filter(({ type }) => type !== embeddedSignature);
  return key.write();
}

/** Certificates one behind the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
