import type { Health } from '../diagnose/health.ts';
import type { HistoryItem } from '../diagnose/history.ts';
import type { TreeNode } from '../diagnose/tree.ts';
import type { WebhookFault, WebhookHealth } from '../diagnose/webhook.ts';
import type { Layout } from '../model/package-content.ts';
import type { PackageMetadata } from '../model/package-metadata.ts';
import type { ImageSummary, PackageSummary } from '../model/packaged-images.ts';
import type { Source } from '../model/source.ts';
import type { ChecksumFinding, Requirement, SignatureFinding, VerificationClass } from '../model/verification.ts';
import type { Difference } from '../plan/diff/facts.ts';
import type { Mode } from '../policy/modes.ts';
import type { PlatformRole } from '../policy/rule.ts';
import type { DryRun } from './dry-run.ts';
import type { RuleAccount } from './policy-explain.ts';

/** What every answer of a command has in common: one valid document in JSON and YAML, with a JSON Schema in `docs/schema/`. */
export interface Document<Kind extends string> {
  readonly apiVersion: 'ext.cpaas.io/v1';
  readonly kind: Kind;
  /** What could not be asked or done, one entry per cluster or object. */
  readonly errors: readonly ErrorItem[];
  readonly warnings: readonly string[];
}

/** An error as data; `message` is English, because data is never translated. */
export interface ErrorItem {
  readonly code: string;
  readonly message: string;
  readonly rule?: string;
  readonly cluster?: string;
  readonly object?: string;
  readonly path?: string;
  readonly hint?: string;
}

/** One row of `list`. What is not known or does not apply is null. */
export interface Extension {
  readonly cluster: string | null;
  readonly kind: 'operator' | 'plugin';
  readonly name: string;
  readonly namespace: string | null;
  readonly subscription: string | null;
  readonly displayName: string | null;
  readonly source: Source;
  readonly catalog: string | null;
  readonly channel: string | null;
  readonly lifecycle: string | null;
  readonly version: string | null;
  readonly latest: string | null;
  readonly approval: string | null;
  readonly health: Health | null;
  readonly reason: string | null;
  /** Only of `list --available`. */
  readonly status: 'Absent' | 'Ready' | 'Installed' | null;
  /** The InstallPlan that waits for approval. */
  readonly plan: { readonly name: string; readonly csvs: readonly string[]; readonly approved: boolean } | null;
}

export interface ExtensionList extends Document<'ExtensionList'> {
  readonly items: readonly Extension[];
}

/** One row of `versions`. */
export interface ExtensionVersion {
  readonly channel: string | null;
  /** The name of the CSV or ModuleConfig. */
  readonly name: string;
  readonly version: string;
  readonly marks: readonly ('head' | 'installed' | 'pending' | 'uploaded' | 'ready')[];
}

export interface VersionList extends Document<'VersionList'> {
  readonly items: readonly ExtensionVersion[];
}

/** What a write did to one object, in kubectl's words. */
export interface OperationStep {
  readonly cluster: string | null;
  /** `<resource>.<group>/<name>`. */
  readonly object: string;
  readonly namespace: string | null;
  readonly action: 'create' | 'configure' | 'approve' | 'delete' | 'none';
  readonly result: 'created' | 'configured' | 'approved' | 'deleted' | 'unchanged' | 'skipped';
  /** Why it was skipped. */
  readonly reason?: string;
}

export interface OperationResult extends Document<'OperationResult'> {
  readonly dryRun: DryRun;
  readonly steps: readonly OperationStep[];
  /** The objects as they would be applied; filled by a dry run and printed by `-o yaml`, fit for `kubectl apply`. */
  readonly manifests: readonly object[];
}

/** How one extension is, and everything below it. */
export interface ExtensionStatus {
  readonly cluster: string | null;
  readonly kind: 'operator' | 'plugin';
  readonly name: string;
  readonly namespace: string | null;
  readonly health: Health;
  readonly reason: string | null;
  readonly subscription: {
    readonly name: string;
    readonly state: string | null;
    readonly installedCSV: string | null;
    readonly currentCSV: string | null;
    readonly installPlan: string | null;
    /** The condition InstallPlanPending. */
    readonly installPlanPending: boolean;
  };
  readonly csv: {
    readonly name: string;
    readonly displayName: string | null;
    readonly version: string | null;
    readonly replaces: string | null;
    readonly phase: string | null;
  } | null;
  readonly tree: TreeNode;
}

export interface DiagnosisList extends Document<'DiagnosisList'> {
  readonly items: readonly ExtensionStatus[];
}

/** What the law says of a write: nothing against it, a remark, a denial, or that a rule could not be asked. */
export type FindingVerdict = 'allow' | 'warn' | 'deny' | 'unknown';

/** One verdict of one rule about one object; an object that nothing is said of has one without a rule. */
export interface FindingItem {
  readonly cluster: string | null;
  /** `<resource>.<group>/<name>`. */
  readonly object: string;
  readonly namespace: string | null;
  /** Where the object was read from; null for one of the cluster. */
  readonly file: string | null;
  readonly operation: 'CREATE' | 'UPDATE';
  readonly verdict: FindingVerdict;
  readonly rule: string | null;
  readonly path: string | null;
  /** What is wrong and the way out, in the words of the admission webhook. */
  readonly message: string | null;
  /** What a rule lacked that could not be asked. */
  readonly fact: string | null;
}

export interface FindingList extends Document<'FindingList'> {
  /** How many objects were judged, whether anything is said of them or not. */
  readonly judged: number;
  readonly items: readonly FindingItem[];
}

/** A rule, or a default, and its sentences; `{name}` in them stands for a value. */
export interface RuleItem extends RuleAccount {
  readonly law: string;
  readonly says: readonly string[];
  readonly waysOut: readonly string[];
}

export interface RuleList extends Document<'RuleList'> {
  readonly items: readonly RuleItem[];
}

/** What was done to the plans of an operator, and what waits. */
export interface History extends Document<'History'> {
  readonly items: readonly HistoryItem[];
}

/** The versions of this program and of what it talks to. */
export interface Version extends Document<'Version'> {
  readonly client: { readonly version: string; readonly commit: string; readonly node: string; readonly platform: string };
  readonly server: string | null;
  /** The law that the admission webhook knows; null where it could not be asked, or there is none. */
  readonly webhook: { readonly policyVersion: string; readonly hash: string; readonly matches: boolean } | null;
}

/** How the admission webhook of a cluster is. What is not there or could not be read is null. */
export interface WebhookStatus extends Document<'WebhookStatus'> {
  readonly cluster: string | null;
  readonly health: WebhookHealth;
  readonly faults: readonly WebhookFault[];
  readonly role: PlatformRole | null;
  readonly image: string | null;
  readonly replicas: { readonly ready: number; readonly wanted: number } | null;
  /** The certificate authority of the replicas, RFC 3339. */
  readonly authority: { readonly notBefore: string; readonly notAfter: string } | null;
  readonly registrations: readonly {
    readonly kind: string;
    readonly name: string;
    /** Those of its webhooks, each once; empty where it is not there. */
    readonly failurePolicies: readonly string[];
    /** Whether the API server trusts that authority by it. */
    readonly trusted: boolean | null;
  }[];
  /** The rules that the API server asks itself, and what it does with a denial; null where the policy or its binding is missing. */
  readonly policies: readonly { readonly name: string; readonly rule: string | null; readonly actions: readonly string[] | null }[];
  /** The modes of rules that are not the default ones; null where the ConfigMap of modes cannot be understood. */
  readonly modes: readonly { readonly rule: string; readonly mode: Mode }[] | null;
  /** How many writes each rule would have denied, had its mode not let them pass, as far as the Events of the cluster go back; null for whoever may not list them. */
  readonly wouldDeny: readonly { readonly rule: string; readonly count: number }[] | null;
  readonly disabled: { readonly reason: string; readonly time: string; readonly by: string | null } | null;
  /** Of the law by which the replicas judge, as they say. */
  readonly policyVersion: string | null;
}

/** What a package says of itself. */
export interface PackageInfo extends Document<'PackageInfo'> {
  readonly file: string;
  readonly layout: Layout;
  /** Who tells name, type, version and architectures: `metadata.yaml`, `Chart.yaml`, the `violet` program, or nobody but the name of the file. */
  readonly source: 'metadata' | 'chart' | 'violet' | 'filename';
  readonly name: string | null;
  readonly displayName: string | null;
  readonly type: string | null;
  readonly version: string | null;
  /** Null where nothing tells. */
  readonly architectures: readonly string[] | null;
  /** The full name of the bundle image or chart. */
  readonly artifact: string | null;
  /** Null where nothing tells. */
  readonly relatedImages: readonly string[] | null;
  /** The whole `metadata.yaml`; null in layouts that others make. */
  readonly metadata: PackageMetadata | null;
  /** Of the file, in bytes. */
  readonly size: number;
  /** Of the file, hexadecimal; computed only where nothing else identifies the package. */
  readonly sha256: string | null;
  /** Null, as the totals, where the layout is unknown. */
  readonly images: PackageSummary['images'] | null;
  readonly totals: PackageSummary['totals'] | null;
}

/** The images of a package. */
export interface ImageList extends Document<'ImageList'> {
  readonly items: readonly ImageSummary[];
}

/** What changes from one package to another. */
export interface PackageDiff extends Document<'PackageDiff'> {
  readonly before: string;
  readonly after: string;
  readonly items: readonly Difference[];
  /** The blobs of the second package that the first one does not hold. */
  readonly carry: { readonly blobs: number; readonly bytes: number };
}

/** What is known of one package file after it was read: `class` is its heading in the summary. */
export interface VerifiedFile {
  readonly file: string;
  readonly class: VerificationClass;
  /** Whether it has what was required. */
  readonly satisfied: boolean;
  readonly size: number | null;
  /** Hexadecimal; null where it was not needed. */
  readonly sha256: string | null;
  readonly signatures: readonly (Omit<SignatureFinding, 'reason'> & { readonly reason: string | null })[];
  readonly checksums: readonly (Omit<ChecksumFinding, 'reason'> & { readonly reason: string | null })[];
  /** Why it is not better. */
  readonly reasons: readonly string[];
}

export interface VerificationResult extends Document<'VerificationResult'> {
  readonly paths: readonly string[];
  readonly require: Requirement;
  readonly items: readonly VerifiedFile[];
}
