import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { TallyReporter } from './support/reporter.ts';
import { workers } from './support/workers.ts';

/** `unit` needs nothing but Node; `cluster` runs against the local control plane, of which its global setup starts one for each worker. */
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    reporters: [['default', { summary: false }], new TallyReporter()],
    // Tests share the modules that a worker has loaded: imports have no effect, and a fresh set per file costs twenty times as much.
    isolate: false,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,cmd,webhook,scripts}/**/*.test.ts', 'test/*.test.ts', 'test/{platform,support}/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          globalSetup: 'test/support/global-setup.ts',
          maxWorkers: workers,
          // A control plane that is not built yet is built by the setup of the first run, whose time is not limited here.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
