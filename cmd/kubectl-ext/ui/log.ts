import type { Screen } from './screen.ts';

/** Takes lines about requests: level 6 request lines, 7 headers, 8 bodies cut, 9 whole. */
export type Log = (level: number, text: string) => void;

/** Writes the lines up to a level to stderr; as NDJSON where events are NDJSON too. */
export function makeLog(screen: Screen, verbosity: number, format: 'text' | 'json', now: () => number): Log {
  return (level, text) => {
    if (level > verbosity) return;
    const ts = new Date(now()).toISOString();
    screen.say(
      format === 'text'
        ? `${ts.slice(11, 23)} ${text}`
        : JSON.stringify({ ts, cluster: null, step: 'log', state: 'note', object: null, data: { level, text } }),
    );
  };
}
