import { createHash } from 'node:crypto';
import * as assumptions from '../model/assumptions.ts';
import { defaults } from './defaults/index.ts';
import { policy } from './index.ts';
import { defaultModes } from './modes.ts';
import type { Default } from './defaults/default.ts';
import type { Rule } from './rule.ts';

/** Which law a program knows: two that differ may come to different verdicts. */
export interface PolicyIdentity {
  /** Raised whenever a rule comes, goes, or says something else. */
  readonly policyVersion: string;
  /** Of everything that rules and defaults state about themselves, and of all assumptions about the platform: hex. */
  readonly hash: string;
}

const policyVersion = '2';

type Law = Pick<Rule, 'id' | 'operations' | 'fields' | 'needs' | 'cel' | 'role'>;

/** The law that this program knows. */
export function policyIdentity(): PolicyIdentity {
  const laws: readonly Law[] = Object.values(policy).flat();
  const rules = laws.map(({ id, operations, fields, needs, cel, role }) => {
    return { id, operations, fields, needs, cel, role, mode: defaultModes(id) };
  });
  const settings: readonly Pick<Default, 'id' | 'operations' | 'needs'>[] = Object.values(defaults).flat();
  const open = settings.map(({ id, operations, needs }) => ({ id, operations, needs }));
  const text = JSON.stringify({ policyVersion, rules, open, assumptions: { ...assumptions } });
  return { policyVersion, hash: createHash('sha256').update(text).digest('hex').slice(0, 16) };
}

/** What somebody wrote of the law he knows; undefined for anything else. */
export function identityIn(text: string | undefined): PolicyIdentity | undefined {
  try {
    const { policyVersion: version, hash } = JSON.parse(text ?? '{}') as Partial<PolicyIdentity>;
    return typeof version === 'string' && typeof hash === 'string' ? { policyVersion: version, hash } : undefined;
  } catch {
    return undefined;
  }
}
