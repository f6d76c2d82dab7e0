import type { Reporter, SerializedError, TestModule, TestRunEndReason, TestSuite } from 'vitest/node';

/** How many tests ended in which way. */
interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Counts a run. What broke outside a test counts as failed too: a file that did not load, a hook of a group, an error that nobody caught,
 * a run that was stopped.
 */
function tally(modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): Tally {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const count = (state: (typeof states)[number]) => states.filter((each) => each === state).length;
  const groups: (TestModule | TestSuite)[] = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const broken = groups.filter((group) => group.errors().length > 0).length;
  const failed = count('failed') + count('pending') + broken + unhandled.length;
  return { passed: count('passed'), failed: reason === 'passed' ? failed : Math.max(1, failed), skipped: count('skipped') };
}

/** The line a run ends with. */
function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/**
 * Says the tally as the very last line of the process, whatever happens before: a setup that fails ends the run without a word to reporters.
 * The time of each file and the failures are shown by Vitest's own reporter.
 */
export class TallyReporter implements Reporter {
  #tally: Tally = { passed: 0, failed: 1, skipped: 0 };

  onInit(): void {
    process.once('exit', (code) => {
      const { failed } = this.#tally;
      process.stdout.write(`${tallyLine({ ...this.#tally, failed: code === 0 ? failed : Math.max(1, failed) })}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): void {
    this.#tally = tally(modules, unhandled, reason);
  }
}
