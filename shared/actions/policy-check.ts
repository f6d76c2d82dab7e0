import type { Cluster } from '../cluster/cluster.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { pathOf } from '../model/field-path.ts';
import { misfitIn, misnamedIn } from '../model/judged-shape.ts';
import { mergePatched } from '../model/merge-patch.ts';
import { isModuleInfo, moduleInfoes } from '../model/module-info.ts';
import type { KubeObject } from '../model/object.ts';
import { isSubscription, subscriptions } from '../model/subscription.ts';
import type { Default } from '../policy/defaults/default.ts';
import { defaults } from '../policy/defaults/index.ts';
import type { Operation } from '../policy/rule.ts';
import type { ActionContext } from './context.ts';
import type { Report } from './event.ts';
import { judgeWrite, nameOf, sayUnasked, type JudgedWrite } from './judged-write.ts';
import { type FactOptions, type FactsOf, observeFacts, type JudgedObject } from './observe-facts.ts';

/** An object as it was read, with a name, and where. */
export interface WrittenObject {
  readonly file: string;
  /** The first one is 1. */
  readonly document: number;
  readonly object: KubeObject;
}

/** What `policy check` was asked for. */
export interface CheckOptions extends Pick<FactOptions, 'catalogNamespaces'> {
  readonly written: readonly WrittenObject[];
}

/**
 * Judges what `kubectl apply` of these objects would do, each for itself: it writes nothing, so none of them is there when the next is judged.
 * Objects that no rule is about are named and left out. Throws `usage` for one that its schema would not take.
 */
export async function checkWritten({ written, ...options }: CheckOptions, context: ActionContext): Promise<JudgedWrite[]> {
  const { report } = context;
  sayOthers(written, report);
  const cluster = await context.cluster();
  const writes = await Promise.all(written.filter(isJudged).map((each) => writeOf(each, cluster)));
  const objects = writes.map(({ object }) => object);
  const factsOf = await observeFacts(cluster, objects, options);
  const judged = writes.map((write) => judgedWrite(write, factsOf));
  sayUnasked(judged, report);
  return judged;
}

type Judged = WrittenObject & { readonly object: JudgedObject };

function isJudged(written: WrittenObject): written is Judged {
  return isSubscription(written.object) || isModuleInfo(written.object);
}

function sayOthers(written: readonly WrittenObject[], report: Report): void {
  const objects = written.filter((each) => !isJudged(each)).map(({ object }) => nameOf(object));
  if (objects.length > 0) report({ state: 'note', message: message('policy.other-kinds', { count: objects.length, objects }) });
}

interface Write {
  readonly file: string;
  readonly operation: Operation<JudgedObject>;
  readonly object: JudgedObject;
}

/** What is stored is updated, and anything else created. The status is not for those who apply: the API server drops it. */
async function writeOf({ file, document, object }: Judged, cluster: Cluster): Promise<Write> {
  const { status: _, ...wanted } = placed(object, cluster.namespace ?? 'default');
  const { name, namespace } = wanted.metadata;
  const misshapen = (path: string) =>
    new ExtError('usage', message('policy.misshapen', { file, document, path }), { path, object: nameOf(object) });
  const misnamed = misnamedIn(wanted);
  if (misnamed !== undefined) throw misshapen(misnamed);
  const stored = isSubscription(object) ? await cluster.get(subscriptions, name, namespace) : await cluster.get(moduleInfoes, name);
  const merged = mergePatched(stored ?? {}, wanted) as JudgedObject;
  const misfit = misfitIn(merged.kind, merged);
  if (misfit !== undefined) throw misshapen(misfit.path);
  return { file, object: merged, operation: stored === null ? { type: 'CREATE', requestedName: name } : { type: 'UPDATE', old: stored } };
}

/** A Subscription that names no namespace goes to that of the context; a ModuleInfo has none. */
function placed<T extends JudgedObject>(object: T, usual: string): T {
  const { namespace, ...metadata } = object.metadata;
  return { ...object, metadata: isSubscription(object) ? { ...metadata, namespace: namespace || usual } : metadata };
}

/** Fields that were left open get their defaults first, as they do when the webhook is asked. */
function judgedWrite({ file, operation, object }: Write, factsOf: FactsOf): JudgedWrite {
  const facts = factsOf(object);
  const row: readonly Default[] = defaults[object.kind];
  const open = row.filter((each) => each.operations.includes(operation.type) && each.concerns(operation, object));
  const settings = open.flatMap((each) => {
    const setting = each.settle(object, facts);
    return setting === undefined ? [] : [{ rule: each.id, ...setting }];
  });
  const settled = settings.reduce((unsettled, { path, value }) => withValue(unsettled, path, value), object);
  const applied = settings.map(({ rule, path, warning }) => ({ rule, path: pathOf(path), warning }));
  const { namespace = null } = object.metadata;
  const judgement = judgeWrite(operation, settled, facts);
  return { object: nameOf(object), namespace, file, operation: operation.type, defaults: applied, ...judgement };
}

function withValue(object: JudgedObject, path: readonly string[], value: string): JudgedObject {
  const patch = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  return mergePatched(object, patch) as JudgedObject;
}
