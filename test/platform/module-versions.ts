import { createHash } from 'node:crypto';
import { compare, gt, satisfies, valid } from 'semver';
import type { ModuleInfoStatus } from '../../shared/model/module-info.ts';
import type { PublishedConfig, PublishedPluginStatus, TargetVersion } from './module-kinds.ts';

/** What the status of a ModulePlugin says of the versions there are. */
export type VersionsOfPlugin = Required<Pick<PublishedPluginStatus, 'latestVersion' | 'moduleConfigs' | 'targetClusterVersions'>>;

/** Sums up the versions of one plugin. The latest is the newest, ready or not. */
export function versionsOfPlugin(configs: readonly PublishedConfig[]): VersionsOfPlugin {
  const ascending = configs.toSorted(byVersion);
  const newest = ascending.at(-1);
  return {
    latestVersion: newest === undefined ? '' : versionOf(newest),
    moduleConfigs: ascending.map((config) => ({
      name: config.metadata.name,
      version: versionOf(config),
      readyForDeploy: isReady(config),
      targetClusterVersions: targetsOf(config),
      ...affinityOf(config),
    })),
    // A version that runs on any base is entered under none; a newer one replaces an older one.
    targetClusterVersions: Object.fromEntries(
      ascending.flatMap((config) => targetsOf(config).map((base): [string, TargetVersion] => [base, targetVersion(config)])),
    ),
  };
}

/** Where a ModuleInfo stands: what runs, or is to run, and the base version of its cluster where that is known. */
export interface Standing {
  readonly current: string;
  readonly base: string | undefined;
}

/** What a ModuleInfo can be upgraded to, the newest first; what it has now where there is nothing newer. */
export function availableVersions(
  configs: readonly PublishedConfig[],
  standing: Standing,
): NonNullable<ModuleInfoStatus['availableVersions']> {
  const reachable = configs.filter((config) => isReachable(config, standing)).toSorted((a, b) => byVersion(b, a));
  const entries = reachable.map((config) => ({
    version: versionOf(config),
    description: config.spec.upgradeRiskDescription ?? '',
    riskLevel: config.spec.upgradeRiskLevel ?? '',
  }));
  return entries.length > 0 ? entries : [{ version: standing.current, description: '', riskLevel: '' }];
}

/** The version that a ModuleConfig is of. */
function versionOf({ spec, metadata }: PublishedConfig): string {
  return spec.version ?? metadata.labels?.['cpaas.io/module-version'] ?? '';
}

function isReachable(config: PublishedConfig, { current, base }: Standing): boolean {
  const [version, targets, range = ''] = [versionOf(config), targetsOf(config), config.spec.supportedUpgradeVersions];
  return (
    isReady(config) &&
    gt(comparable(version), comparable(current)) &&
    (targets.length === 0 || base === undefined || targets.includes(base)) &&
    (range === '' || satisfies(comparable(current), range, { includePrerelease: true }))
  );
}

function targetVersion(config: PublishedConfig): TargetVersion {
  const { description = {}, logo = '' } = config.spec;
  const moduleConfigSpecHash = createHash('sha256').update(JSON.stringify(config.spec)).digest('hex');
  return { version: versionOf(config), readyForDeploy: isReady(config), moduleConfigSpecHash, description, logo, ...affinityOf(config) };
}

function affinityOf({ spec: { affinity } }: PublishedConfig): Pick<TargetVersion, 'affinity'> {
  return affinity === undefined ? {} : { affinity };
}

function isReady({ status }: PublishedConfig): boolean {
  return status?.readyForDeploy === true;
}

function targetsOf({ status, spec }: PublishedConfig): string[] {
  return status?.targetClusterVersions ?? spec.targetClusterVersions ?? [];
}

function byVersion(a: PublishedConfig, b: PublishedConfig): number {
  return compare(comparable(versionOf(a)), comparable(versionOf(b)));
}

/** What is no version comes before all that are. */
function comparable(version: string): string {
  return valid(version) ?? '0.0.0-0';
}
