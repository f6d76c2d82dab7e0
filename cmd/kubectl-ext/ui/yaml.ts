import { stringify } from 'yaml';

/** A document as YAML. kubectl reads YAML 1.1, where a plain `on` or `1_0` is no string. */
export function yamlText(document: unknown): string {
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}
