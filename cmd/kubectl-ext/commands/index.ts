import type { MessageId } from '../../../shared/messages/message.ts';
import type { Command } from '../command.ts';

/** Commands under a title of the overview. */
export interface CommandSection {
  readonly title: MessageId;
  readonly commands: readonly Command[];
}

/** The commands there are. Each is loaded when it is called: all of them together take longer than most of them run. */
export interface Commands {
  /** The command of a path; there has to be one. */
  readonly load: (path: string) => Promise<Command>;
  /** All of them, in the order help shows them. */
  readonly sections: () => Promise<readonly CommandSection[]>;
}

type Loaders = Readonly<Record<string, () => Promise<Command>>>;

/** The visible commands by their paths. */
const visible: readonly { readonly title: MessageId; readonly commands: Loaders }[] = [
  {
    title: 'help.section.look',
    commands: {
      list: async () => (await import('./list.ts')).list,
      versions: async () => (await import('./versions.ts')).versions,
      status: async () => (await import('./status.ts')).status,
      history: async () => (await import('./history.ts')).history,
    },
  },
  {
    title: 'help.section.change',
    commands: {
      install: async () => (await import('./install.ts')).install,
      approve: async () => (await import('./approve.ts')).approve,
      reject: async () => (await import('./reject.ts')).reject,
      hold: async () => (await import('./hold.ts')).hold,
      unhold: async () => (await import('./unhold.ts')).unhold,
    },
  },
  {
    title: 'help.section.packages',
    commands: {
      show: async () => (await import('./show.ts')).show,
      verify: async () => (await import('./verify.ts')).verify,
      'package create': async () => (await import('./package/create.ts')).packageCreate,
      'package diff': async () => (await import('./package/diff.ts')).packageDiff,
      'package images': async () => (await import('./package/images.ts')).packageImages,
    },
  },
  {
    title: 'help.section.rules',
    commands: {
      'policy check': async () => (await import('./policy/check.ts')).policyCheck,
      'policy audit': async () => (await import('./policy/audit.ts')).policyAudit,
      'policy explain': async () => (await import('./policy/explain.ts')).policyExplain,
    },
  },
  {
    title: 'help.section.webhook',
    commands: {
      'webhook install': async () => (await import('./webhook/install.ts')).webhookInstall,
      'webhook status': async () => (await import('./webhook/status.ts')).webhookStatus,
      'webhook disable': async () => (await import('./webhook/disable.ts')).webhookDisable,
      'webhook enable': async () => (await import('./webhook/enable.ts')).webhookEnable,
      'webhook uninstall': async () => (await import('./webhook/uninstall.ts')).webhookUninstall,
    },
  },
  {
    title: 'help.section.program',
    commands: {
      completion: async () => (await import('./completion.ts')).completion,
      'completion install': async () => (await import('./completion/install.ts')).completionInstall,
      version: async () => (await import('./version.ts')).version,
      help: async () => (await import('./help.ts')).help,
    },
  },
];

const hidden: Loaders = {
  __complete: async () => (await import('./__complete.ts')).completeCommand(await visibleSections()),
};

const loaders: Loaders = Object.assign({}, hidden, ...visible.map(({ commands }) => commands)) as Loaders;

/** The commands of this program. */
export const allCommands: Commands = {
  load: async (path) => {
    const load = loaders[path];
    if (load === undefined) throw new Error(`no command is called ${path}`);
    return load();
  },
  sections: async () => [...(await visibleSections()), { title: 'help.section.program', commands: await loadAll(hidden) }],
};

function visibleSections(): Promise<readonly CommandSection[]> {
  return Promise.all(visible.map(async ({ title, commands }) => ({ title, commands: await loadAll(commands) })));
}

function loadAll(commands: Loaders): Promise<readonly Command[]> {
  return Promise.all(Object.values(commands).map((load) => load()));
}
