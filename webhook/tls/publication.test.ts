import { expect, it } from 'vitest';
import { Publication } from './publication.ts';
import { registrations } from './publish.ts';

function looking() {
  const clock = { now: 0 };
  const publication = new Publication(() => clock.now);
  const look = (bundle: string, ...exact: boolean[]) =>
    exact.forEach((isExact, index) => {
      const resource = registrations[index];
      if (resource !== undefined) publication.look(resource, { bundle, isExact, isTrusted: isExact });
    });
  return { clock, publication, look };
}

it('counts from when every registration holds the bundle, and from none before', () => {
  const { clock, publication, look } = looking();
  look('a', true);
  expect([publication.isTrusted, publication.isExact, publication.publishedFor('a')]).toEqual([false, false, 0]);
  clock.now = 10;
  look('a', true, true);
  clock.now = 25;
  look('a', true);
  expect([publication.isTrusted, publication.isExact, publication.publishedFor('a')]).toEqual([true, true, 15]);
});

it('counts anew after somebody else wrote, and for another bundle', () => {
  const { clock, publication, look } = looking();
  look('a', true, true);
  clock.now = 10;
  look('a', false);
  expect([publication.isTrusted, publication.publishedFor('a')]).toEqual([false, 0]);
  look('a', true);
  clock.now = 15;
  expect([publication.publishedFor('a'), publication.publishedFor('b')]).toEqual([5, 0]);
  look('b', true);
  expect([publication.isExact, publication.publishedFor('b')]).toEqual([false, 0]);
});
