import type { InstallMode } from '../model/cluster-service-version.ts';

/**
 * The install mode an operator needs to watch these namespaces from its own: none named means all of them.
 * Several that include its own need two modes (that OLM asks for both is assumed).
 */
export function neededModes(targets: readonly string[], own: string): InstallMode['type'][] {
  if (targets.length === 0) return ['AllNamespaces'];
  if (targets.length > 1) return targets.includes(own) ? ['MultiNamespace', 'OwnNamespace'] : ['MultiNamespace'];
  return targets[0] === own ? ['OwnNamespace'] : ['SingleNamespace'];
}

/** The names of the modes an operator supports. */
export function supportedModes(modes: readonly InstallMode[]): InstallMode['type'][] {
  return modes.filter(({ supported }) => supported).map(({ type }) => type);
}
