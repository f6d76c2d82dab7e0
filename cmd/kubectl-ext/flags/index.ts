import type { MessageId } from '../../../shared/messages/message.ts';
import { type FlagDefinition, type Flags, kebab } from '../flag.ts';
import type { FlagWord } from '../words.ts';
import { clusterFlags } from './clusters.ts';
import { confirmFlags } from './confirm.ts';
import { kubeFlags } from './kube.ts';
import { outputFlags } from './output.ts';
import { programFlags } from './program.ts';
import { registryFlags } from './registry.ts';
import { waitFlags } from './wait.ts';

/** The flags that every command takes. */
export const globalFlags = { ...kubeFlags, ...programFlags } as const satisfies Flags;

/** The flags that several commands share, under the title help shows them with. */
export const flagGroups: readonly { readonly title: MessageId; readonly flags: Flags }[] = [
  { title: 'help.group.clusters', flags: clusterFlags },
  { title: 'help.group.output', flags: outputFlags },
  { title: 'help.group.registry', flags: registryFlags },
  { title: 'help.group.wait', flags: waitFlags },
  { title: 'help.group.confirm', flags: confirmFlags },
];

/** A flag as the splitter of the command line wants to know it. */
export function flagWord(name: string, { type, alias, bare, letterOnly }: FlagDefinition): FlagWord {
  const takes = type === 'boolean' ? 'nothing' : bare === undefined ? 'value' : 'maybe a value';
  return { name: kebab(name), takes, ...(alias === undefined ? {} : { alias }), ...(letterOnly === true ? { letterOnly } : {}) };
}
