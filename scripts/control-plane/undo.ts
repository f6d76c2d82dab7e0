/** Ends one thing that was started. */
export type Step = () => unknown;

/** Takes all steps, the last one first, whether or not others fail, and throws what failed. */
export async function undoAll(steps: readonly Step[]): Promise<void> {
  const [error, ...more] = await failuresOf(steps);
  if (error !== undefined) throw together(error, more);
}

/** Takes all steps because of an error, and throws that, with what failed on top of it. */
export async function undoAfter(error: unknown, steps: readonly Step[]): Promise<never> {
  throw together(asError(error), await failuresOf(steps));
}

async function failuresOf(steps: readonly Step[]): Promise<Error[]> {
  const failures: Error[] = [];
  for (const step of steps.toReversed()) {
    try {
      await step();
    } catch (error) {
      failures.push(asError(error));
    }
  }
  return failures;
}

/** The first error is why the others came to be; alone it needs no wrapping. */
function together(first: Error, more: readonly Error[]): Error {
  return more.length === 0 ? first : new AggregateError([first, ...more], first.message);
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
