import type { ActionContext } from '../../shared/actions/context.ts';
import type { Event } from '../../shared/actions/event.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import type { Message, MessageId } from '../../shared/messages/message.ts';

/** The context of an action, and what was said and asked in it. */
export interface RecordedContext extends ActionContext {
  readonly events: readonly Event[];
  readonly questions: readonly Message[];
  /** The messages of one id, in the order they were said. */
  said(id: MessageId): Message[];
}

/** A context for one cluster, where the person agrees to everything; a test passes what is otherwise. */
export function actionContext(cluster: Cluster, parts: Partial<ActionContext> = {}): RecordedContext {
  const events: Event[] = [];
  const questions: Message[] = [];
  return {
    cluster: async () => cluster,
    packages: () => Promise.reject(new Error('no package files here')),
    violet: () => Promise.resolve(undefined),
    trust: () => Promise.reject(new Error('no trust store here')),
    images: () => Promise.reject(new Error('no images here')),
    packageWriter: () => Promise.reject(new Error('no packages here')),
    again: 'kubectl ext again',
    keepLocally: () => Promise.reject(new Error('no place on this machine')),
    now: Date.now,
    signal: new AbortController().signal,
    ...parts,
    report(event) {
      events.push(event);
      parts.report?.(event);
    },
    async ask(question) {
      questions.push(question);
      await parts.ask?.(question);
    },
    events,
    questions,
    said: (id) => events.map((event) => event.message).filter((message) => message.id === id),
  };
}
