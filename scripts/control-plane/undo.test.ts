import { describe, expect, it } from 'vitest';
import { undoAfter, undoAll, type Step } from './undo.ts';

const failing = (text: string) => () => Promise.reject(new Error(text));

/** Three steps that note that they were taken; the middle one fails. */
function threeSteps(): { steps: Step[]; taken: string[] } {
  const taken: string[] = [];
  const note = (name: string) => () => taken.push(name);
  return { steps: [note('first'), () => failing('the middle one')(), note('last')], taken };
}

describe('undoing', () => {
  it('takes every step, the last one first, though one fails', async () => {
    const { steps, taken } = threeSteps();
    await expect(undoAll(steps)).rejects.toThrow('the middle one');
    expect(taken).toEqual(['last', 'first']);
  });

  it('throws all that failed', async () => {
    await expect(undoAll([failing('a'), failing('b')])).rejects.toMatchObject({
      message: 'b',
      errors: [{ message: 'b' }, { message: 'a' }],
    });
  });

  it('is content when nothing failed', async () => {
    await expect(undoAll([() => {}, async () => {}])).resolves.toBeUndefined();
  });

  it('keeps the error that was the reason', async () => {
    const reason = new Error('the reason');
    await expect(undoAfter(reason, [() => {}])).rejects.toBe(reason);
    const { steps, taken } = threeSteps();
    await expect(undoAfter(reason, steps)).rejects.toMatchObject({
      message: 'the reason',
      errors: [{ message: 'the reason' }, { message: 'the middle one' }],
    });
    expect(taken).toEqual(['last', 'first']);
  });
});
