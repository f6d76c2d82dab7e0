import { message } from '../../messages/message.ts';
import type { Message } from '../../messages/message.ts';
import { configOf, isReady, type ModuleConfig } from '../../model/module-config.ts';
import { clusterNameOf, moduleNameOf, type ModuleInfo } from '../../model/module-info.ts';
import { isInAnyRange, isInRange, newestFirst } from '../../model/version.ts';
import { allow, defineRule, deny, lacking } from '../rule.ts';

/** How many versions an objection lists. */
const shown = 5;

const path = 'spec.version';

/**
 * A plugin is upgraded to a version that the platform offers and that what runs can reach.
 *
 * Looks at: `.spec.version`, and what the stored status says of the versions that run and that are offered
 * Allows:   the version that runs; a version without ModuleConfig, which another rule denies
 * Denies:   a version that is not `readyForDeploy`, that is not among `availableVersions`, whose `supportedUpgradeVersions` lacks the running
 *           version, or whose `targetClusterVersions` lacks the base version of the cluster
 */
export const upgradePath = defineRule<ModuleInfo>()({
  id: 'module-info.upgrade-path',
  operations: ['UPDATE'],
  fields: [path],
  needs: ['moduleConfigs', 'clusterModule'],
  deniesAbsence: true,
  check({ operation, object, facts: { moduleConfigs, clusterModule } }) {
    const target = configOf(moduleConfigs, object.spec.version);
    const { version: running, availableVersions } = (operation.type === 'UPDATE' && operation.old.status) || {};
    if (target === undefined || running === object.spec.version) return allow;
    const offered = availableVersions?.map(({ version }) => version);
    const way = { object, target, running, offered, base: clusterModule?.spec?.version };
    const fault = faultOf(way);
    if (typeof fault === 'string') return lacking(fault);
    return fault === undefined ? allow : deny(path, fault, wayOut(way, moduleConfigs));
  },
});

/** What an upgrade depends on. */
interface Way {
  readonly object: ModuleInfo;
  readonly target: ModuleConfig;
  readonly running: string | undefined;
  readonly offered: readonly string[] | undefined;
  readonly base: string | undefined;
}

type Fault = Message | 'availableVersions' | 'runningVersion' | 'clusterModule' | 'moduleConfigs';

/** What stands in the way; the name of what is not known where that decides; undefined where nothing does. */
function faultOf(way: Way): Fault | undefined {
  const { object, target, offered } = way;
  const [plugin, version] = [moduleNameOf(object) ?? '', object.spec.version];
  if (!isReady(target)) return message('rule.module-info.upgrade-path.not-ready', { plugin, version });
  if (offered !== undefined && !offered.includes(version)) return message('rule.module-info.upgrade-path', { plugin, version });
  const faults = [runningFault(way), baseFault(way)];
  const known = faults.find((fault) => typeof fault === 'object');
  return known ?? faults.find((fault) => fault !== undefined) ?? (offered === undefined ? 'availableVersions' : undefined);
}

function runningFault({ object, target, running }: Way): Fault | undefined {
  const range = target.spec.supportedUpgradeVersions ?? '';
  if (range === '') return undefined;
  if (running === undefined || running === '') return 'runningVersion';
  const supported = isInRange(running, range);
  if (supported === undefined) return 'moduleConfigs';
  return supported ? undefined : message('rule.module-info.upgrade-path.running', { version: object.spec.version, running, range });
}

function baseFault({ object, target, base }: Way): Fault | undefined {
  const targets = targetsOf(target);
  if (targets.length === 0) return undefined;
  if (base === undefined || base === '') return 'clusterModule';
  const supported = isInAnyRange(base, targets);
  if (supported === undefined) return 'moduleConfigs';
  const data = { version: object.spec.version, cluster: clusterNameOf(object) ?? '', base, targets };
  return supported ? undefined : message('rule.module-info.upgrade-path.base', data);
}

function targetsOf({ spec, status }: ModuleConfig): readonly string[] {
  return spec.targetClusterVersions ?? status?.targetClusterVersions ?? [];
}

/** The versions it can go to now. */
function wayOut(way: Way, configs: readonly ModuleConfig[]): Message {
  const reachable = (way.offered ?? []).filter((version) => {
    const target = configOf(configs, version);
    if (target === undefined || version === way.running) return false;
    return faultOf({ ...way, target, object: { ...way.object, spec: { ...way.object.spec, version } } }) === undefined;
  });
  if (reachable.length === 0) return message('rule.module-info.upgrade-path.none.way-out');
  return message('rule.module-info.upgrade-path.way-out', { versions: newestFirst(reachable).slice(0, shown) });
}
