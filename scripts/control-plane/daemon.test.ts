import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDaemon } from './daemon.ts';
import { createWorkspace } from './workspace.ts';

describe('a daemon whose workspace closes', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'daemon-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is not started again', async () => {
    const workspace = createWorkspace(join(folder, 'workspace-'));
    const starts = join(folder, 'starts');
    const daemon = startDaemon(workspace, { name: 'brief', command: 'sh', args: ['-c', `echo started >> ${starts}`], restart: true });
    const running = () => readdirSync(join(workspace.folder, 'pids'));
    await expect.poll(() => existsSync(starts) && running().length === 0).toBe(true);
    await workspace.close();
    expect(await daemon.ended).toBe(0);
    expect(readFileSync(starts, 'utf8')).toBe('started\n');
  });

  it('cannot be started any more', async () => {
    const workspace = createWorkspace(join(folder, 'workspace-'));
    const closing = workspace.close();
    const late = () =>
      startDaemon(workspace, { name: 'late', command: 'sh', args: ['-c', `echo started > ${join(folder, 'starts')}; sleep 60`] });
    expect(late).toThrow('closed');
    await closing;
    await pause(300);
    expect(() => readFileSync(join(folder, 'starts'))).toThrow('ENOENT');
  });
});
