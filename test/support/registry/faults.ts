import type { ServerResponse } from 'node:http';

/** What goes wrong with a request. */
export type Fault =
  /** An answer with this status and nothing useful. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** The connection ends before any answer. */
  | { readonly kind: 'reset' }
  /** No answer at all. */
  | { readonly kind: 'silence' }
  /** The right answer breaks off after so many bytes of its body. */
  | { readonly kind: 'cut'; readonly after: number };

/** Lets a fault happen. */
export function commit(fault: Exclude<Fault, { kind: 'cut' }>, response: ServerResponse): void {
  if (fault.kind === 'reset') response.destroy();
  if (fault.kind === 'status') response.writeHead(fault.status, fault.headers).end(fault.body);
}

/** Commits each fault once, in their order, to the requests that a test of paths picks; then all is well. */
export function inTurn(picks: (path: string) => boolean, faults: readonly Fault[]): (seen: { readonly path: string }) => Fault | undefined {
  const left = [...faults];
  return ({ path }) => (picks(path) ? left.shift() : undefined);
}
