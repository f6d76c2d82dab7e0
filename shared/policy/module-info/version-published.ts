import { message } from '../../messages/message.ts';
import { configOf, isReady, type ModuleConfig } from '../../model/module-config.ts';
import { moduleNameOf, type ModuleInfo } from '../../model/module-info.ts';
import { newestFirst } from '../../model/version.ts';
import { allow, defineRule, deny, type Objection } from '../rule.ts';

/** How many versions an objection lists. */
const shown = 5;

const path = 'spec.version';

/**
 * A ModuleInfo asks for a version of its plugin that the platform can install.
 *
 * Looks at: `.spec.version`
 * Allows:   a version that has a ModuleConfig; everything of a plugin that is not there, which another rule denies
 * Denies:   a version without ModuleConfig; on CREATE also one whose ModuleConfig is not `readyForDeploy`
 */
export const versionPublished = defineRule<ModuleInfo>()({
  id: 'module-info.version-published',
  operations: ['CREATE', 'UPDATE'],
  fields: [path],
  needs: ['moduleConfigs', 'modulePlugin'],
  deniesAbsence: true,
  check({ operation, object, facts: { moduleConfigs, modulePlugin } }) {
    const plugin = moduleNameOf(object);
    if (plugin === undefined || modulePlugin === null) return allow;
    const { version } = object.spec;
    const config = configOf(moduleConfigs, version);
    if (config === undefined) return notPublished(plugin, version, moduleConfigs);
    if (operation.type === 'UPDATE' || isReady(config)) return allow;
    return deny(path, message('rule.module-info.version-published.not-ready', { plugin, version }), wayOut(plugin, moduleConfigs));
  },
});

function notPublished(plugin: string, version: string, configs: readonly ModuleConfig[]): readonly Objection[] {
  return deny(path, message('rule.module-info.version-published', { plugin, version }), wayOut(plugin, configs));
}

/** What can be installed instead; a plugin without any such version has a package that the platform could not read. */
function wayOut(plugin: string, configs: readonly ModuleConfig[]) {
  const ready = configs.filter(isReady).flatMap(({ spec }) => (spec.version === undefined ? [] : [spec.version]));
  if (ready.length === 0) return message('rule.module-info.version-published.none.way-out', { plugin });
  return message('rule.module-info.version-published.way-out', { versions: newestFirst(ready).slice(0, shown) });
}
