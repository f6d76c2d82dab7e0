import type { Cluster } from '../cluster/cluster.ts';
import type { Progress, Stop } from '../diagnose/goal.ts';
import type { Snapshot } from '../diagnose/snapshot.ts';
import { ExtError, type ErrorCode } from '../errors.ts';
import { message, type Message } from '../messages/message.ts';
import type { ActionContext } from './context.ts';
import { followNamespace } from './follow-namespace.ts';

/** What a wait looks at, and for how long. */
export interface WaitOptions {
  readonly namespace: string;
  readonly catalogNamespace: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** The command that goes on after an interruption or when the time is over. */
  readonly resume: string;
}

/** How often a wait speaks, at the least. */
const heartbeat = 1000;

/**
 * Follows a namespace and its catalogue until a goal is reached, and returns the goal's result.
 * Throws what a standing stop says as soon as it has stood long enough; `timeout` at the deadline, with what was awaited last;
 * `interrupted` when the person stops it.
 */
export async function waitFor<Result>(
  cluster: Cluster,
  goal: (snapshot: Snapshot) => Progress<Result>,
  options: WaitOptions,
  { report, now, signal }: Pick<ActionContext, 'report' | 'now' | 'signal'>,
): Promise<Result> {
  const started = now();
  const followed = followNamespace(cluster, options, signal);
  const standing = new Map<string, number>();
  let progress: Progress<Result> = { state: 'waiting', awaited: message('wait.start'), stops: [] };
  try {
    while (!signal.aborted) {
      const snapshot = followed.snapshot();
      if (snapshot !== undefined) progress = goal(snapshot);
      if (progress.state === 'done') return progress.result;
      const due = firstDue(progress.stops, standing, now());
      if (due !== undefined) throw stopError(due);
      if (now() >= options.deadline) throw ended('timeout', message('wait.timeout'), progress, options);
      if (snapshot !== undefined) report({ state: 'waiting', message: progress.awaited, seconds: Math.round((now() - started) / 1000) });
      await followed.changed(Math.max(1, Math.min(heartbeat, options.deadline - now(), nextDue(progress.stops, standing, now()))));
    }
  } finally {
    followed.close();
  }
  throw ended('interrupted', message('wait.interrupted'), progress, options);
}

/** The end of a wait that was not in vain and got no further: what was awaited last, and how to go on. */
function ended(code: ErrorCode, sentence: Message, { awaited }: { awaited: Message }, { resume }: WaitOptions): ExtError {
  return new ExtError(code, sentence, { because: awaited, hints: [resume] });
}

/** The first stop that has stood long enough. Remembers since when each stands and forgets those that are gone. */
function firstDue(stops: readonly Stop[], standing: Map<string, number>, now: number): Stop | undefined {
  const ids = new Set(stops.map(({ id }) => id));
  for (const id of standing.keys()) if (!ids.has(id)) standing.delete(id);
  for (const { id } of stops) if (!standing.has(id)) standing.set(id, now);
  return stops.find(({ id, hold }) => now - (standing.get(id) ?? now) >= hold);
}

/** Milliseconds until the next stop is due. */
function nextDue(stops: readonly Stop[], standing: ReadonlyMap<string, number>, now: number): number {
  return Math.min(Infinity, ...stops.map(({ id, hold }) => (standing.get(id) ?? now) + hold - now));
}

function stopError({ code, sentence, object, rule, because, hints }: Stop): ExtError {
  return new ExtError(code, sentence, {
    object,
    hints,
    ...(rule === undefined ? {} : { rule }),
    ...(because === undefined ? {} : { because }),
  });
}
