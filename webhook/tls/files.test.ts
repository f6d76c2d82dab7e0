import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { mountFolder } from '../../test/support/mounted-folder.ts';
import { Files } from './files.ts';
import { Unusable } from './unusable.ts';

/** Two texts that have to fit, as a certificate and its key have. */
function filesIn(folder: string) {
  const lines: string[] = [];
  const files = new Files({
    what: 'certificate',
    paths: ['a', 'b'].map((name) => join(folder, name)),
    make([a, b]) {
      if (a === '' && b === '') throw new Unusable('not-there');
      if (a !== b) throw new Unusable('key-of-another');
      return a;
    },
    log: (event, data = {}) => void lines.push([event, ...Object.values(data)].join(' ')),
  });
  return { files, lines };
}

it('tells what is new once, though a whole folder is put in the place of another', async () => {
  const mounted = mountFolder({ a: '1', b: '1' });
  const { files, lines } = filesIn(mounted.path);
  expect([await files.look(), await files.look()]).toEqual(['1', undefined]);
  mounted.write({ a: '2', b: '2' });
  expect([await files.look(), await files.look()]).toEqual(['2', undefined]);
  expect(lines).toEqual(['certificate.replaced']);
});

it('tells nothing of what cannot be used, each time it looks, and takes what comes after', async () => {
  const mounted = mountFolder({ a: '1', b: '1' });
  const { files, lines } = filesIn(mounted.path);
  await files.look();
  mounted.write({ a: 'secret', b: '1' });
  expect([await files.look(), await files.look()]).toEqual([undefined, undefined]);
  mounted.write({ a: '1', b: '1' });
  expect(await files.look()).toBeUndefined();
  expect(lines).toEqual(['certificate.refused key-of-another', 'certificate.refused key-of-another']);
  mounted.write({ a: '3', b: '3' });
  expect(await files.look()).toBe('3');
});

it('never meets one half of the old and one of the new', async () => {
  const mounted = mountFolder({ a: '0', b: '0' });
  const { files, lines } = filesIn(mounted.path);
  const over = new AbortController();
  const looking = (async () => {
    while (!over.signal.aborted) await files.look();
  })();
  for (let count = 1; count <= 200; count += 1) {
    mounted.write({ a: String(count), b: String(count) });
    await pause(3);
  }
  over.abort();
  await looking;
  expect(lines.filter((line) => line.includes('refused'))).toEqual([]);
  expect(lines.length).toBeGreaterThan(0);
});

it('waits for the first that can be used, or for the end', async () => {
  const mounted = mountFolder({});
  const { files, lines } = filesIn(mounted.path);
  const stop = new AbortController();
  const first = files.first(5, stop.signal);
  await pause(20);
  expect(new Set(lines)).toEqual(new Set(['certificate.refused not-there']));
  mounted.write({ a: '1', b: '' });
  await expect.poll(() => lines).toContain('certificate.refused key-of-another');
  writeFileSync(join(mounted.path, '..data', 'b'), '1');
  expect(await first).toBe('1');

  mounted.write({ a: '1', b: '' });
  const never = files.first(5, stop.signal);
  stop.abort();
  expect(await never).toBeUndefined();
});
