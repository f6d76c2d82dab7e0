import { setTimeout as later } from 'node:timers/promises';
import { nameSources } from '../../../shared/actions/names.ts';
import type { CommandContext } from '../context.ts';
import type { LiveKind } from '../flag.ts';
import { connectionOf } from '../settings.ts';
import { cacheFolder, remembered } from './cache.ts';
import type { Suggestion } from './line.ts';

/** How long the shell may be kept waiting for a cluster's answers, in milliseconds. */
const patience = 300;

/** What has to be looked up: names of a kind that begin with what is typed; channels and versions are those of a package. */
export interface Wanted {
  readonly live: LiveKind;
  readonly typed: string;
  readonly name: string | undefined;
}

/** Looks names up. Whoever cannot be reached, or answers too late, has no names: a shell that waits is worse than one that offers nothing. */
export async function liveNames({ live, typed, name }: Wanted, context: CommandContext): Promise<readonly Suggestion[]> {
  const known = name?.replace(/^(operator|plugin)\//, '');
  try {
    const names = live === 'contexts' ? await contextNames(context) : await clusterNames(live, known, context);
    return names.filter(({ value }) => value.startsWith(typed));
  } catch {
    return [];
  }
}

async function contextNames({ settings, surroundings }: CommandContext): Promise<readonly Suggestion[]> {
  const contexts = await surroundings.contexts({ kubeconfig: settings.kubeconfig, env: surroundings.env });
  return contexts.map(({ name, server = '' }) => ({ value: name, about: server }));
}

type ClusterKind = Exclude<LiveKind, 'contexts'>;

/** The names belong to a connection: other flags or another current context are other names. */
async function clusterNames(live: ClusterKind, name: string | undefined, context: CommandContext): Promise<readonly Suggestion[]> {
  const { settings, surroundings } = context;
  const contexts = await surroundings.contexts({ kubeconfig: settings.kubeconfig, context: settings.context, env: surroundings.env });
  const { token: _, ...connection } = connectionOf(settings);
  const key = JSON.stringify([live, name, connection, contexts.find(({ current }) => current)]);
  return remembered(key, cacheFolder(surroundings.env, settings.cacheDir), surroundings.now(), () => ask(live, name, context));
}

async function ask(live: ClusterKind, name: string | undefined, context: CommandContext): Promise<readonly Suggestion[]> {
  const cluster = await context.cluster();
  const asked = Promise.allSettled(nameSources[live].map((source) => source(cluster, name)));
  const answers = await Promise.race([asked, later(patience, undefined, { ref: false })]);
  if (answers === undefined || answers.every(({ status }) => status === 'rejected')) throw new Error('no answer');
  const names = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  return [...new Map(names.map((each) => [each.value, each])).values()];
}
