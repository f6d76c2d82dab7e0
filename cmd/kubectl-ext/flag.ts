import type { MessageId } from '../../shared/messages/message.ts';

/** What a word can be completed with: `files` is left to the shell, everything else is asked of the cluster or the kubeconfig. */
export type CompletionKind = 'files' | LiveKind;

/** The names that only a cluster or the kubeconfig knows. */
export type LiveKind = 'packages' | 'channels' | 'versions' | 'namespaces' | 'contexts';

/** One flag. Its key is its name in camelCase; on the command line it is written with dashes. */
export interface FlagDefinition {
  readonly type: 'string' | 'boolean' | 'number';
  readonly summary: MessageId;
  /** Another spelling: one letter, or a long name that people bring along from elsewhere. */
  readonly alias?: string;
  /** It is called by its letter only: the long name belongs to another flag here. */
  readonly letterOnly?: true;
  /** A list: by repetition or by comma. */
  readonly array?: true;
  /** A list by repetition only: its values may hold commas. */
  readonly whole?: true;
  readonly choices?: readonly string[];
  /** Offered by completion, and not the only values there are. */
  readonly suggestions?: readonly string[];
  readonly default?: string | number | boolean;
  /** What the value is called in help: `NAME`. */
  readonly value?: string;
  /** What the flag means without a value; with `bareWarns` that spelling works, and is advised against. */
  readonly bare?: string;
  readonly bareWarns?: true;
  readonly complete?: CompletionKind;
  /** Visible to every process when it stands on the command line, hence a warning. */
  readonly secret?: true;
  /** False for what must be decided anew each time: no environment variable sets it. */
  readonly env?: false;
}

/** Flags by their names in camelCase. */
export type Flags = Readonly<Record<string, FlagDefinition>>;

type Scalar<F extends FlagDefinition> = F extends { choices: readonly (infer Choice)[] }
  ? Choice
  : { string: string; boolean: boolean; number: number }[F['type']];

type Value<F extends FlagDefinition> = F extends { array: true }
  ? readonly Scalar<F>[]
  : F extends { type: 'boolean' } | { default: unknown }
    ? Scalar<F>
    : Scalar<F> | undefined;

/** The values of flags as `parse` gets them: a list is empty and a boolean false where nothing was said. */
export type FlagValues<F extends Flags> = { readonly [Name in keyof F]: Value<F[Name]> };

/** The name as it is written on the command line: `dryRun` is `dry-run`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The environment variable that sets a plain flag: `dryRun` is `KUBECTL_EXT_DRY_RUN`; undefined where none may. */
export function variableOf(name: string, flag: FlagDefinition): string | undefined {
  if (flag.env === false || flag.secret === true) return undefined;
  return `KUBECTL_EXT_${kebab(name).replaceAll('-', '_').toUpperCase()}`;
}

/** Flags by the names of the command line. */
export type KnownFlags = ReadonlyMap<string, { readonly key: string; readonly flag: FlagDefinition }>;

/** Finds flags by their names on the command line. */
export function knownFlags(flags: Flags): KnownFlags {
  return new Map(Object.entries(flags).map(([key, flag]) => [kebab(key), { key, flag }]));
}
