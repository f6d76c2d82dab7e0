import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { createIntake } from './body.ts';

/** The part of a request that an intake looks at. */
function arriving(): PassThrough & IncomingMessage {
  return Object.assign(new PassThrough(), { headers: { 'content-type': 'application/json; charset=utf-8' } }) as unknown as PassThrough &
    IncomingMessage;
}

it('puts the pieces together', async () => {
  const request = arriving();
  const body = createIntake({ body: 10, receiving: 10 }).read(request);
  request.write('ab');
  request.end('cd');
  expect((await body).toString()).toBe('abcd');
});

it('holds only so much of all that is still being received, and forgets what it gave away', async () => {
  const intake = createIntake({ body: 8, receiving: 10 });
  const [slow, second, third] = [arriving(), arriving(), arriving()];
  const first = intake.read(slow);
  slow.write('12345678');
  await new Promise(setImmediate);
  second.end('12345678');
  await expect(intake.read(second)).rejects.toMatchObject({ status: 503, class: 'too-busy' });
  slow.end();
  await first;
  third.end('12345678');
  expect((await intake.read(third)).length).toBe(8);
});

it('knows a body that was cut off', async () => {
  const request = arriving();
  const body = createIntake({ body: 10, receiving: 10 }).read(request);
  request.write('ab');
  request.destroy(new Error('aborted'));
  await expect(body).rejects.toMatchObject({ status: 400, class: 'body-cut-off' });
});
