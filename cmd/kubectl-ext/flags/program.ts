import { languages } from '../../../shared/messages/text.ts';
import type { Flags } from '../flag.ts';

/** How the program itself speaks and behaves. Every command takes these flags. */
export const programFlags = {
  help: { type: 'boolean', alias: 'h', env: false, summary: 'flag.help' },
  v: { type: 'number', value: 'LEVEL', default: 0, summary: 'flag.v' },
  debug: { type: 'boolean', summary: 'flag.debug' },
  quiet: { type: 'boolean', alias: 'q', summary: 'flag.quiet' },
  // KUBECTL_EXT_LANG is a locale like LANG, `ru_RU.UTF-8`; `languageOf` reads both.
  lang: { type: 'string', choices: languages, env: false, summary: 'flag.lang' },
  color: { type: 'string', choices: ['auto', 'always', 'never'], default: 'auto', summary: 'flag.color' },
  logFormat: { type: 'string', choices: ['text', 'json'], default: 'text', summary: 'flag.log-format' },
  noInput: { type: 'boolean', summary: 'flag.no-input' },
  fieldManager: { type: 'string', value: 'NAME', default: 'kubectl-ext', summary: 'flag.field-manager' },
} as const satisfies Flags;
