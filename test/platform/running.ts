/** A part of the simulated world: at work until it is stopped. */
export interface Running {
  stop(): Promise<void>;
}

/** Told of what went wrong and is going to be tried again. */
export type OnError = (error: unknown) => void;
