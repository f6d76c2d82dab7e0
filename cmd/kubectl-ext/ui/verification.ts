import type { ErrorItem, VerificationResult, VerifiedFile } from '../../../shared/actions/result.ts';
import type { CheckedFile, VerifyOptions } from '../../../shared/actions/verify.ts';
import type { Message } from '../../../shared/messages/message.ts';
import { textOf } from '../../../shared/messages/text.ts';

/** What was found as data, with its sentences in English. */
export function verificationResult(
  checked: readonly CheckedFile[],
  { paths, require }: VerifyOptions,
  errors: readonly ErrorItem[],
): VerificationResult {
  return { apiVersion: 'ext.cpaas.io/v1', kind: 'VerificationResult', paths, require, items: checked.map(itemOf), errors, warnings: [] };
}

function itemOf({ file, size, verdict, evidence }: CheckedFile): VerifiedFile {
  const { signatures, checksums, sha256 } = evidence;
  return {
    ...{ file, class: verdict.class, satisfied: verdict.satisfied, size, sha256 },
    signatures: signatures.map(withReason),
    checksums: checksums.map(withReason),
    reasons: verdict.reasons.map(english),
  };
}

function withReason<T extends { readonly reason: Message | undefined }>(
  finding: T,
): Omit<T, 'reason'> & { readonly reason: string | null } {
  return { ...finding, reason: finding.reason === undefined ? null : english(finding.reason) };
}

function english(message: Message): string {
  return textOf(message, 'en');
}
