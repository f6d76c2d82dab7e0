import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { jsonIn, textAt } from '../model/loose.ts';
import type { AskHelper } from './auth-files.ts';
import type { Credentials } from './credentials.ts';

/** Of whoever may have to unlock a key chain first, in milliseconds. */
const longestAnswer = 60_000;
const noUser = '<token>';

/** Runs `docker-credential-<name> get`, as docker and podman do. Throws `unauthenticated` where it cannot be run or fails; its words are not told. */
export function helperWith(env: Readonly<Record<string, string | undefined>>, signal: AbortSignal): AskHelper {
  return async (helper, registry) => {
    const failed = (cause?: unknown) =>
      new ExtError('unauthenticated', message('registry.helper-failed', { helper: `docker-credential-${helper}`, registry }), {
        hints: [message('registry.login-hint')],
        cause,
      });
    const { code, output } = await answerOf(`docker-credential-${helper}`, registry, env, signal).catch((cause: unknown) => {
      throw failed(cause);
    });
    if (code === 0) return credentialsIn(output);
    if (/credentials not found/i.test(output)) return undefined;
    throw failed();
  };
}

async function answerOf(program: string, registry: string, env: Readonly<Record<string, string | undefined>>, signal: AbortSignal) {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(longestAnswer)]);
  const child = spawn(program, ['get'], { env: { ...env }, stdio: ['pipe', 'pipe', 'ignore'], signal: limit });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  // One that ends without reading is no failure yet.
  child.stdin.on('error', () => {});
  child.stdin.end(`${registry}\n`);
  const [code, output] = await Promise.all([ended, text(child.stdout)]);
  return { code, output };
}

function credentialsIn(output: string): Credentials | undefined {
  const answer = jsonIn(output);
  const [username, secret] = [textAt(answer, 'Username'), textAt(answer, 'Secret')];
  if (secret === undefined) return undefined;
  return username === undefined || username === noUser
    ? { kind: 'identity-token', token: secret }
    : { kind: 'login', username, password: secret };
}
