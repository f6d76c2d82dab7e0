import type { Message } from '../../messages/message.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Resource } from '../../model/resource.ts';
import type { Manifest } from './manifest.ts';

/** Leaves an object as it is, because it is already as wanted. */
interface KeepStep {
  readonly action: 'keep';
  readonly resource: Resource;
  readonly object: KubeObject;
}

/** What a step that writes is about. */
interface WriteStep {
  readonly resource: Resource;
  readonly object: Manifest;
  readonly isThere: boolean;
  /** What is worth knowing about it before saying yes. */
  readonly remark?: Message;
  /** What is said and advised where the server refuses it. */
  readonly refused?: { readonly sentence: Message; readonly hints: readonly Message[] };
}

/** Makes an object, or sets its fields and leaves what others have set. */
export interface ApplyStep extends WriteStep {
  readonly action: 'apply';
}

/** Makes an object, or merges this into the one that is there: null takes a field away. */
export interface PutStep extends WriteStep {
  readonly action: 'put';
  readonly patch: Readonly<Record<string, unknown>>;
}

/** Makes a registration, or replaces its webhooks. */
export interface RegisterStep extends WriteStep {
  readonly action: 'register';
  /** Whether the object says whom the API server is to trust; where the webhook makes its authority, that is known only when the step is taken. */
  readonly saysTrust: boolean;
}

/** Takes an object away. */
export interface DeleteStep {
  readonly action: 'delete';
  readonly resource: Resource;
  readonly object: KubeObject;
  readonly remark?: Message;
}

/** Waits until every replica is available, and none of an earlier version is left. */
interface AwaitReplicasStep {
  readonly action: 'await-replicas';
}

/** Waits until the namespace, with all that is in it, has gone. */
interface AwaitGoneStep {
  readonly action: 'await-gone';
}

/** Tries a lawful write, to see whether the API server reaches the webhook. */
interface ProbeStep {
  readonly action: 'probe';
}

/** A step that changes something on the server. */
export type ChangeStep = ApplyStep | PutStep | RegisterStep | DeleteStep;

export type WebhookStep = KeepStep | ChangeStep | AwaitReplicasStep | AwaitGoneStep | ProbeStep;

/** What will be done about the webhook, as a value: shown by a dry run, asked about, walked. */
export interface WebhookPlan {
  readonly title: Message;
  /** What it means for whoever uses the cluster. */
  readonly notes: readonly Message[];
  readonly warnings: readonly Message[];
  readonly steps: readonly WebhookStep[];
  /** All objects as they are wanted, in the order in which they are applied. */
  readonly manifests: readonly Manifest[];
  /** Registrations are wanted and left out, because nobody waits until there is somebody to ask. */
  readonly isUnregistered: boolean;
}

/** Whether a step changes something on the server. */
export function isChange(step: WebhookStep): step is ChangeStep {
  return step.action === 'apply' || step.action === 'put' || step.action === 'register' || step.action === 'delete';
}
