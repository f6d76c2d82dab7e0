import { createHash } from 'node:crypto';
import type { Cluster } from '../shared/cluster/cluster.ts';
import { events, type KubeEvent } from '../shared/model/pod.ts';
import { rulesAnnotation, type wouldDeny } from '../shared/plan/webhook/event-names.ts';
import { webhookName } from '../shared/plan/webhook/manifest.ts';
import { errorData, type Log } from './log.ts';
import { pause } from './pause.ts';

/** Something that happened to an object and that people may want to read beside it. It holds names of objects, fields and rules, and no values. */
export interface News {
  readonly about: KubeEvent['involvedObject'];
  readonly type: 'Normal' | 'Warning';
  readonly reason: 'Denied' | typeof wouldDeny | 'SetManual' | 'InstalledTwice';
  readonly text: string;
  /** The rules that object. */
  readonly rules?: readonly string[];
}

/** Takes news; never throws and never waits. */
export type Tell = (news: News) => void;

/** What Events are written with; times in milliseconds. */
export interface EventsParts {
  readonly cluster: Pick<Cluster, 'create' | 'patch'>;
  /** Of this replica: no two are the same. */
  readonly holder: string;
  /** Between two writes, so that no flood of reviews becomes one of Events. */
  readonly interval: number;
  /** How long a repetition waits at least until it is counted. */
  readonly countAfter: number;
  readonly now: () => number;
  readonly log: Log;
}

/** How long an Event that happens again is the same one. */
const sameFor = 600_000;
/** So many different ones are remembered; what comes beyond that is dropped. */
const most = 500;

interface Entry {
  readonly news: News;
  readonly name: string;
  readonly first: number;
  count: number;
  last: number;
  /** What the Event says of the count, and when it was made to say so. */
  written: { readonly count: number; readonly at: number } | undefined;
}

/** Writes Events in the background, the same news once, with a count. They are an extra: what cannot be written is logged and forgotten. */
export class Events {
  readonly #parts: EventsParts;
  readonly #entries = new Map<string, Entry>();

  constructor(parts: EventsParts) {
    this.#parts = parts;
  }

  /** Remembers news until they are written. */
  readonly tell: Tell = (news) => {
    const now = this.#parts.now();
    this.#forget(now);
    const key = JSON.stringify([news.reason, news.about.kind, news.about.namespace, news.about.name, news.text]);
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      entry.count += 1;
      entry.last = now;
    } else if (this.#entries.size < most) {
      this.#entries.set(key, { news, name: this.#nameFor(key, news, now), first: now, count: 1, last: now, written: undefined });
    }
  };

  /** Writes until the signal aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(this.#parts.interval, signal);
      if (!signal.aborted) await this.#writeOne();
    }
  }

  async #writeOne(): Promise<void> {
    const now = this.#parts.now();
    const due = [...this.#entries].find(([, entry]) => isDue(entry, now - this.#parts.countAfter));
    if (due === undefined) return;
    const [key, entry] = due;
    const { count } = entry;
    try {
      await this.#write(entry);
      entry.written = { count, at: now };
    } catch (error) {
      this.#parts.log('event.failed', errorData(error));
      this.#entries.delete(key);
    }
  }

  async #write(entry: Entry): Promise<void> {
    const { cluster } = this.#parts;
    const event = eventFor(entry, this.#parts.holder);
    const { name, namespace = '' } = event.metadata;
    if (entry.written === undefined) await cluster.create(events, event);
    else await cluster.patch(events, { name, namespace }, { count: event.count, lastTimestamp: event.lastTimestamp });
  }

  /** As client-go names them, so that they sort by object; the hash keeps those of two replicas apart. */
  #nameFor(key: string, { about }: News, now: number): string {
    const hash = createHash('sha256').update(`${this.#parts.holder} ${key} ${now}`).digest('hex').slice(0, 16);
    return `${(about.name || 'unnamed').slice(0, 200).replace(/[.-]+$/, '')}.${hash}`;
  }

  #forget(now: number): void {
    for (const [key, { last, written }] of this.#entries) if (written !== undefined && now - last > sameFor) this.#entries.delete(key);
  }
}

function isDue({ count, written }: Entry, before: number): boolean {
  return written === undefined || (count > written.count && written.at <= before);
}

/** Events about objects of the whole cluster stand in the namespace `default`. */
function eventFor({ news, name, first, last, count }: Entry, holder: string): KubeEvent {
  const { about, type, reason, text, rules = [] } = news;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name,
      namespace: about.namespace ?? 'default',
      ...(rules.length > 0 && { annotations: { [rulesAnnotation]: rules.join(',') } }),
    },
    involvedObject: about,
    ...{ type, reason, message: text, count },
    source: { component: webhookName },
    firstTimestamp: new Date(first).toISOString(),
    lastTimestamp: new Date(last).toISOString(),
    ...{ reportingComponent: webhookName, reportingInstance: holder },
  };
}
