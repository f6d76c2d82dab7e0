import type { Event, Report } from '../../../shared/actions/event.ts';
import { type Language, textOf } from '../../../shared/messages/text.ts';
import { inNameOf } from '../program.ts';
import type { Style } from './colour.ts';
import { cut } from './cut.ts';
import { elapsed } from './elapsed.ts';
import type { Screen } from './screen.ts';

/** Between two lines about the same wait where nobody watches a terminal, in milliseconds. */
const silence = 10_000;

/** How events are told. */
export interface ProgressOptions {
  readonly screen: Screen;
  readonly style: Style;
  readonly language: Language;
  readonly program: string;
  readonly now: () => number;
}

/** Tells events as lines; on a terminal a wait is one line that is written anew. */
export function lineReport({ screen, style, language, program, now }: ProgressOptions): Report {
  const told = new Map<string, number>();
  const wait = (event: Event, line: string) => {
    if (screen.rewrites) return screen.status(cut(line, (screen.columns ?? 80) - 1, style.ellipsis));
    const key = [event.message.id, event.cluster, event.object].join(' ');
    if (now() - (told.get(key) ?? -Infinity) < silence) return;
    told.set(key, now());
    screen.say(line);
  };
  return (event) => {
    const line = lineOf(event, style, language);
    if (event.state === 'waiting') wait(event, inNameOf(program, line));
    else screen.say(inNameOf(program, line));
  };
}

/** Tells events as NDJSON, one object a line, without prose. */
export function jsonReport(screen: Screen, now: () => number): Report {
  return ({ cluster = null, message, state, object = null, seconds, remark }) => {
    const data = { ...message.data, seconds, remark: remark?.id };
    screen.say(JSON.stringify({ ts: new Date(now()).toISOString(), cluster, step: message.id, state, object, data }));
  };
}

function lineOf({ state, message, remark, cluster, seconds, step }: Event, style: Style, language: Language): string {
  const mark = {
    planned: '  ',
    waiting: '',
    done: step === undefined ? `${style.paint(style.done)} ` : '',
    warning: 'warning: ',
    note: '',
  }[state];
  const behind = [remark === undefined ? '' : textOf(remark, language), seconds === undefined ? '' : elapsed(seconds * 1000)];
  return `${cluster === undefined ? '' : `${cluster}: `}${mark}${[textOf(message, language), ...behind].filter((part) => part !== '').join('  ')}`;
}
