import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { moduleInfoes, type ModuleInfo } from '../model/module-info.ts';
import { subscriptions } from '../model/subscription.ts';
import type { ActionContext } from './context.ts';
import { listInReach } from './find-subscriptions.ts';
import { isGlobal } from './is-global.ts';
import { judgeWrite, nameOf, sayUnasked, type JudgedWrite } from './judged-write.ts';
import { type FactOptions, type FactsOf, type JudgedObject, observeFacts } from './observe-facts.ts';
import { tryList } from './observe.ts';

/** What `policy audit` was asked for. */
export interface AuditOptions extends Pick<FactOptions, 'catalogNamespaces'> {
  /** Undefined means everything: all namespaces in reach, and what has none. */
  readonly namespace?: string;
}

/**
 * Judges what is stored as if it were created now, beside everything else that is stored. Defaults are not applied: what lies there lies there
 * without them. What is on its way out is nobody's fault any more, and left out.
 */
export async function auditStored({ namespace, ...options }: AuditOptions, context: ActionContext): Promise<JudgedWrite[]> {
  const { report } = context;
  const cluster = await context.cluster();
  const [{ items, reach }, modules] = await Promise.all([
    listInReach(cluster, subscriptions, namespace === undefined ? {} : { namespace }),
    namespace === undefined ? storedModules(cluster) : [],
  ]);
  if (namespace === undefined && reach.namespace !== undefined) {
    report({ state: 'warning', message: message('policy.narrower', { namespace: reach.namespace }) });
  }
  if (modules === undefined) report({ state: 'warning', message: message('policy.no-modules') });
  const objects = [...items, ...(modules ?? [])].filter(({ metadata }) => metadata.deletionTimestamp === undefined).toSorted(byPlace);
  const factsOf = await observeFacts(cluster, objects, { ...options, known: { subscriptions: items, modules } });
  const judged = objects.map((object) => judgedAsNew(object, factsOf));
  sayUnasked(judged, report);
  return judged;
}

function judgedAsNew(object: JudgedObject, factsOf: FactsOf): JudgedWrite {
  const { name, namespace = null } = object.metadata;
  const judgement = judgeWrite({ type: 'CREATE', requestedName: name }, object, factsOf(object));
  return { object: nameOf(object), namespace, file: null, operation: 'CREATE', defaults: [], ...judgement };
}

/** All installations of plugins; undefined where they may not be seen. */
async function storedModules(cluster: Cluster): Promise<ModuleInfo[] | undefined> {
  return (await isGlobal(cluster)) ? tryList(cluster, moduleInfoes, {}) : [];
}

/** Subscriptions by namespace and name, then ModuleInfos by name. */
function byPlace(a: JudgedObject, b: JudgedObject): number {
  const key = ({ kind, metadata }: JudgedObject) => [kind === 'Subscription' ? 0 : 1, metadata.namespace, metadata.name].join('\0');
  return key(a) < key(b) ? -1 : 1;
}
