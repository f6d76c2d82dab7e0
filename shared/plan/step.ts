import type { Message } from '../messages/message.ts';
import type { KubeObject } from '../model/object.ts';
import type { Resource } from '../model/resource.ts';

/** Creates an object. Finding it there already, made in the meantime, counts as done; a Subscription only if it wants the same. Of the OperatorGroups of a namespace any counts. */
export interface CreateStep {
  readonly action: 'create';
  readonly resource: Resource;
  readonly object: KubeObject;
  /** What is worth knowing about it before saying yes. */
  readonly remark?: Message;
}

/** Leaves an object as it is, because it is already as wanted. */
export interface KeepStep {
  readonly action: 'keep';
  readonly resource: Resource;
  readonly object: KubeObject;
}

/** Approves the InstallPlan of a Subscription, whichever that will be, if it holds exactly what is expected. */
export interface ApproveStep {
  readonly action: 'approve';
  readonly namespace: string;
  /** The Subscription whose plan it is. */
  readonly subscription: string;
  /** The CSV that the plan has to hold. */
  readonly csv: string;
  readonly guard: Guard;
}

/** What else a plan may hold besides the CSVs of the operators that were named. */
export interface Guard {
  /** The packages that were named. */
  readonly packages: readonly string[];
  /** Neighbours and dependencies may come along. */
  readonly includeNeighbours: boolean;
  /** The plans hold these CSVs and no others; outranks everything else. */
  readonly expect?: readonly string[];
}

/** Waits for the InstallPlan of a Subscription, whose approval is left to somebody else: while it waits for that, the walk ends as pending. */
export interface AwaitApprovalStep {
  readonly action: 'await-approval';
  readonly namespace: string;
  readonly subscription: string;
  /** The CSV that the plan has to hold. */
  readonly csv: string;
}

/** Waits until a CSV of a Subscription is installed and running. */
export interface AwaitStep {
  readonly action: 'await';
  readonly namespace: string;
  readonly subscription: string;
  /** Null where OLM chooses: then the head of the channel at planning time, or anything newer, is awaited. */
  readonly csv: string;
  /** OLM may go past the CSV by itself. */
  readonly orNewer: boolean;
  /** The version of the CSV, where it may be gone past and the catalogue tells it. */
  readonly version?: string;
}

/** Sets the Subscriptions that OLM made for the dependencies of the approved plan to Manual: it always makes them Automatic. */
export interface HoldDependenciesStep {
  readonly action: 'hold-dependencies';
  readonly namespace: string;
  readonly subscription: string;
  /** Leave those of other publishers as they are, because the person wanted Automatic. */
  readonly onlyAlauda: boolean;
}

export type Step = CreateStep | KeepStep | ApproveStep | AwaitApprovalStep | AwaitStep | HoldDependenciesStep;

/** What will be done, as a value: shown by a dry run, asked about, walked. */
export interface Plan {
  readonly title: Message;
  readonly steps: readonly Step[];
  readonly warnings: readonly Message[];
}

/** Whether walking the plan can change anything on the server. */
export function writes({ steps }: Plan): boolean {
  return steps.some(({ action }) => action === 'create' || action === 'approve');
}
