import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { standardInput } from './standard-input.ts';

it('is read to its end', async () => {
  const stdin = new PassThrough();
  stdin.write('one\nt');
  stdin.end('wo\n');
  expect(await standardInput({ stdin, signal: new AbortController().signal })).toBe('one\ntwo\n');
});

it('is waited for no longer than until the signal fires', async () => {
  const controller = new AbortController();
  const read = standardInput({ stdin: new PassThrough(), signal: controller.signal });
  controller.abort();
  await expect(read).rejects.toMatchObject({ name: 'AbortError' });
});
