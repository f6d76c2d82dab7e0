import { message } from '../../messages/message.ts';
import { baseModule } from '../../model/assumptions.ts';
import { configOf, type ModuleConfigSpec, type PluginDependency } from '../../model/module-config.ts';
import { clusterNameOf, moduleNameOf, type ModuleInfo } from '../../model/module-info.ts';
import { isInAnyRange } from '../../model/version.ts';
import { allow, type Answer, defineRule, deny, lacking, type Objection } from '../rule.ts';

const path = 'spec.version';

/**
 * A version of a plugin is installed where everything it builds on is there already.
 *
 * Looks at: `.spec.version`, and what the stored status says of its hindrances
 * Allows:   a version that names no dependency; one without ModuleConfig, which another rule denies
 * Denies:   a dependency that no version on the cluster meets; on UPDATE also a plugin of `upgradeBefore` that has an upgrade waiting, and
 *           anything in the stored `blockReasons`
 */
export const dependencies = defineRule<ModuleInfo>()({
  id: 'module-info.dependencies',
  operations: ['CREATE', 'UPDATE'],
  fields: [path],
  needs: ['moduleConfigs', 'modules', 'clusterModule'],
  deniesAbsence: true,
  check({ operation, object, facts: { moduleConfigs, modules, clusterModule } }) {
    const target = configOf(moduleConfigs, object.spec.version);
    const place = { object, modules, base: clusterModule?.spec?.version };
    const needed = target === undefined ? [] : neededAnswers(target.spec, place);
    const before = operation.type === 'UPDATE' && target !== undefined ? notUpgraded(target.spec, place) : allow;
    const blocked = operation.type === 'UPDATE' ? blocks(operation.old) : allow;
    const objections = [...needed.flatMap((answer) => ('lacks' in answer ? [] : answer)), ...before, ...blocked];
    const unknown = needed.find((answer) => 'lacks' in answer);
    return objections.length === 0 && unknown !== undefined ? unknown : objections;
  },
});

/** Where a plugin is to be installed, and what is there. */
interface Place {
  readonly object: ModuleInfo;
  readonly modules: readonly ModuleInfo[];
  readonly base: string | undefined;
}

function neededAnswers({ dependencies: needed = [] }: ModuleConfigSpec, place: Place): Answer[] {
  return needed.map((dependency) => answerOf(dependency, place));
}

function answerOf({ moduleName, versionsMatch = [] }: PluginDependency, { object, modules, base }: Place): Answer {
  const cluster = clusterNameOf(object) ?? '';
  const isBase = moduleName === baseModule;
  const versions = isBase ? [base] : modules.filter((each) => moduleNameOf(each) === moduleName).map(({ status }) => status?.version);
  const results = versions.map((version) => (version ? isInAnyRange(version, versionsMatch) : undefined));
  if (results.includes(true)) return allow;
  if (results.includes(undefined)) return lacking(isBase ? 'clusterModule' : 'modules');
  const wanted = versionsMatch.length === 0 ? ['*'] : versionsMatch;
  const running = versions.filter((version) => version !== undefined);
  const fault =
    running.length === 0
      ? message('rule.module-info.dependencies', { module: moduleName, wanted, cluster })
      : message('rule.module-info.dependencies.version', { module: moduleName, wanted, cluster, running });
  return deny(path, fault, message('rule.module-info.dependencies.way-out', { module: moduleName, wanted }));
}

/** Plugins of the cluster that have to be upgraded first and can be. */
function notUpgraded({ upgradeBefore = [] }: ModuleConfigSpec, { modules }: Place): readonly Objection[] {
  return upgradeBefore.flatMap(({ moduleName }) => {
    const waiting = modules.find((each) => moduleNameOf(each) === moduleName && newVersionOf(each) !== undefined);
    if (waiting === undefined) return allow;
    const [now, next] = [waiting.status?.version ?? '', newVersionOf(waiting) ?? ''];
    return deny(
      path,
      message('rule.module-info.dependencies.before', { module: moduleName, now }),
      message('rule.module-info.dependencies.before.way-out', { module: moduleName, next }),
    );
  });
}

/** The newest offered version, where it is not what runs. */
function newVersionOf({ status }: ModuleInfo): string | undefined {
  const next = status?.availableVersions?.[0]?.version;
  return next === status?.version ? undefined : next;
}

function blocks({ status }: ModuleInfo): readonly Objection[] {
  const reasons = status?.blockReasons ?? [];
  if (reasons.length === 0) return allow;
  return deny(
    path,
    message('rule.module-info.dependencies.blocked', { reasons }),
    message('rule.module-info.dependencies.blocked.way-out'),
  );
}
