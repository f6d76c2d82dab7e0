import type { MessageId } from '../../../shared/messages/message.ts';
import type { Command } from '../command.ts';
import { completeCommand } from './__complete.ts';
import { approve } from './approve.ts';
import { completionInstall } from './completion/install.ts';
import { completion } from './completion.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { hold } from './hold.ts';
import { install } from './install.ts';
import { list } from './list.ts';
import { packageCreate } from './package/create.ts';
import { packageDiff } from './package/diff.ts';
import { packageImages } from './package/images.ts';
import { policyAudit } from './policy/audit.ts';
import { policyCheck } from './policy/check.ts';
import { policyExplain } from './policy/explain.ts';
import { reject } from './reject.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { unhold } from './unhold.ts';
import { verify } from './verify.ts';
import { version } from './version.ts';
import { versions } from './versions.ts';
import { webhookDisable } from './webhook/disable.ts';
import { webhookEnable } from './webhook/enable.ts';
import { webhookInstall } from './webhook/install.ts';
import { webhookStatus } from './webhook/status.ts';
import { webhookUninstall } from './webhook/uninstall.ts';

/** Commands under a title of the overview. */
export interface CommandSection {
  readonly title: MessageId;
  readonly commands: readonly Command[];
}

const visible: readonly CommandSection[] = [
  { title: 'help.section.look', commands: [list, versions, status, history] },
  { title: 'help.section.change', commands: [install, approve, reject, hold, unhold] },
  { title: 'help.section.packages', commands: [show, verify, packageCreate, packageDiff, packageImages] },
  { title: 'help.section.rules', commands: [policyCheck, policyAudit, policyExplain] },
  { title: 'help.section.webhook', commands: [webhookInstall, webhookStatus, webhookDisable, webhookEnable, webhookUninstall] },
  { title: 'help.section.program', commands: [completion, completionInstall, version, help] },
];

/** All commands, in the order help shows them. */
export const sections: readonly CommandSection[] = [...visible, { title: 'help.section.program', commands: [completeCommand(visible)] }];
