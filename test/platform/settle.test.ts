import { describe, expect, it, vi } from 'vitest';
import { memoryCluster } from '../support/memory-cluster.ts';
import { configMaps, type ConfigMap } from './resources.ts';
import { keepSettled, type Settlement } from './settle.ts';

const one: ConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one', namespace: 'default' }, data: { value: '1' } };
const target = { name: 'one', namespace: 'default' };

function watchedBy(settle: (object: ConfigMap) => Promise<void>, told: Partial<Settlement<ConfigMap>> = {}) {
  const cluster = memoryCluster();
  const onError = () => expect.unreachable();
  return { cluster, settling: keepSettled(cluster, { resource: configMaps, settle, retryAfter: 1, onError, ...told }) };
}

describe('keepSettled', () => {
  it('settles an object after each of its changes, and no other', async () => {
    const seen: string[] = [];
    const { cluster, settling } = watchedBy(async ({ metadata, data }) => void seen.push(`${metadata.name}=${data?.value}`));
    await cluster.create(configMaps, one);
    await cluster.create(configMaps, { ...one, metadata: { ...one.metadata, name: 'two' } });
    await vi.waitFor(() => expect(seen).toEqual(['one=1', 'two=1']));
    await cluster.patch(configMaps, target, { data: { value: '2' } });
    await vi.waitFor(() => expect(seen).toEqual(['one=1', 'two=1', 'one=2']));
    await settling.stop();
  });

  it('tries again what failed', async () => {
    const onError = vi.fn();
    const settle = vi.fn<(object: ConfigMap) => Promise<void>>().mockRejectedValueOnce(new Error('conflict')).mockResolvedValue();
    const { cluster, settling } = watchedBy(settle, { onError });
    await cluster.create(configMaps, one);
    await vi.waitFor(() => expect(settle).toHaveBeenCalledTimes(2));
    expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('conflict'));
    await settling.stop();
  });

  it('looks again at what changed while it was at work, and never twice at a time', async () => {
    const gate = Promise.withResolvers<void>();
    const seen: (string | undefined)[] = [];
    const onChange = vi.fn<() => void>();
    const settle = async ({ data }: ConfigMap) => {
      seen.push(data?.value);
      await gate.promise;
    };
    const { cluster, settling } = watchedBy(settle, { onChange });
    await cluster.create(configMaps, one);
    await vi.waitFor(() => expect(seen).toEqual(['1']));
    onChange.mockClear();
    await cluster.patch(configMaps, target, { data: { value: '2' } });
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce());
    await cluster.patch(configMaps, target, { data: { value: '3' } });
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2));
    settling.again();
    gate.resolve();
    await vi.waitFor(() => expect(seen).toEqual(['1', '3']));
    await settling.stop();
  });

  it('tells of every change, also that something has gone', async () => {
    const onChange = vi.fn<() => void>();
    const { cluster, settling } = watchedBy(async () => {}, { onChange });
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce());
    await cluster.create(configMaps, one);
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2));
    await cluster.delete(configMaps, 'one', 'default');
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(3));
    await settling.stop();
  });
});
