import { YAMLException } from 'js-yaml';

/** Why a text is no YAML, and in which line, counted from 1. */
export interface YamlFault {
  readonly line: number;
  readonly reason: string;
}

/** What the library found wrong, without the words of the text that it quotes: they may be secret. Throws every other error on. */
export function yamlFault(error: unknown): YamlFault {
  if (!(error instanceof YAMLException)) throw error;
  const reason = error.reason.replaceAll(/"[^]*"|!<[^]*>|(?<=: )[^]*$/g, '…');
  return { line: (error.mark?.line ?? 0) + 1, reason };
}
