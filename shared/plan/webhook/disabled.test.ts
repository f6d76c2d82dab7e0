import { describe, expect, it } from 'vitest';
import { asWritten, disabledIn, disabledManifest, together } from './disabled.ts';
import { usualWish } from './manifest.ts';
import { webhookRegistrations } from './registrations.ts';

const objects = webhookRegistrations(usualWish);

describe('what a break-glass keeps', () => {
  it('comes back as it went in', () => {
    const disabled = { reason: 'a test', time: '2026-01-02T12:00:00Z', by: 'jane', objects };
    expect(disabledIn(disabledManifest(disabled))).toEqual(disabled);
    expect(disabledIn(disabledManifest({ ...disabled, by: null })).by).toBeNull();
  });

  it.each([[undefined], [{}], [{ 'objects.json': '{' }], [{ 'objects.json': '{"items":7}' }]])('cannot be read out of %j', (data) => {
    expect(disabledIn({ ...disabledManifest({ reason: '', time: '', by: null, objects }), data }).objects).toBeUndefined();
  });

  it('is without what the server gave it', () => {
    const [object] = objects;
    const metadata = {
      name: 'a',
      labels: { a: 'b' },
      uid: 'u',
      resourceVersion: '7',
      generation: 2,
      managedFields: [],
      creationTimestamp: 't',
    };
    expect(asWritten({ ...object, apiVersion: 'v1', kind: 'K', metadata, ...{ status: {} } })).toEqual({
      ...{ ...object, apiVersion: 'v1', kind: 'K', metadata: { name: 'a', labels: { a: 'b' } } },
    });
  });
});

it('of two objects with one name the later one counts', () => {
  const [first, second] = objects;
  if (first === undefined || second === undefined) throw new Error('there are no registrations');
  const later = { ...first, webhooks: [] };
  expect(together(first, second, later)).toEqual([later, second]);
});
