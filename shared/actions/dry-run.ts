/** How much of a write happens: all of it, nothing (the plan is shown), or the server checks each object and stores none. */
export type DryRun = 'none' | 'client' | 'server';
