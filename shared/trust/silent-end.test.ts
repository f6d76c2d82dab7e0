import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCorpus } from '../../test/support/signatures/corpus.ts';

/** Two programs that verify what comes as a stream; they differ in what they verify, and in that the second reads it. */
const head = `
import { createMessage, readKeys, readMessage, readSignature, verify } from 'openpgp';
const [key, signature] = process.argv.slice(1).map((text) => new Uint8Array(Buffer.from(text, 'base64')));
const streamOf = (bytes) => new ReadableStream({ start: (stream) => (stream.enqueue(bytes), stream.close()) });
const verificationKeys = await readKeys({ binaryKeys: key });
const date = new Date('2026-01-02');
const say = async (result) => console.log(await result.signatures[0].verified.then(() => 'good', () => 'bad'));
`;
const detached = `
void (async () => {
  const message = await createMessage({ binary: streamOf(new Uint8Array(10)) });
  await say(await verify({ message, verificationKeys, date, format: 'binary', signature: await readSignature({ binarySignature: signature }) }));
})();
`;
const drained = `
void (async () => {
  const message = await readMessage({ binaryMessage: streamOf(signature) });
  const result = await verify({ message, verificationKeys, date, format: 'binary' });
  for await (const _ of result.data);
  await say(result);
})();
`;

describe('a signature over a stream', () => {
  const { keyrings, cases } = readCorpus();
  const run = (script: string, name: string) => {
    const sidecar = cases.find((each) => each.name === name)?.sidecar ?? '';
    const words = ['--input-type=module', '--eval', head + script, keyrings['ed25519'] ?? '', sidecar];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: join(import.meta.dirname, '..', '..'), encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  it('ends a program in silence, as if all were well, though it is over something else', () => {
    expect(run(detached, 'ed25519')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('is judged only where the stream is read to its end', () => {
    expect(run(drained, 'inline')).toEqual({ status: 0, stdout: 'good\n', stderr: '' });
  });

  it('is nowhere in this folder', () => {
    const sources = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    const textOf = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');
    expect(sources.filter((file) => /Stream\(|toWeb|\.pipe|readMessage/.test(textOf(file)))).toEqual([]);
  });
});
