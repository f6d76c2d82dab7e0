import type { VerificationResult } from '../../../../shared/actions/result.ts';
import type { VerificationClass } from '../../../../shared/model/verification.ts';
import { printable } from '../../../../shared/model/printable.ts';
import { linesView, type View } from '../view.ts';

/** The headings of the ACP manual, in its order. */
const headings: readonly (readonly [VerificationClass, string])[] = [
  ['gpg', 'Verified successfully with GPG'],
  ['checksum', 'Verified successfully with checksum'],
  ['failed', 'Verification failed'],
  ['none', 'No verification file found'],
];

/** `verify`: the summary of the ACP manual; groups without a file are left out. */
export const verificationView: View<VerificationResult> = linesView<VerificationResult>(
  ({ paths, items }) => [
    ...paths.map((path) => `verify path: ${printable(path)}`),
    '===== Verification Summary =====',
    ...headings
      .flatMap(([name, heading]) =>
        group(
          heading,
          items.filter((item) => item.class === name),
        ),
      )
      .slice(1),
  ],
  ({ items }) => items.map(({ file }) => printable(file)),
);

/** A group begins with the blank line that divides it from the one before. */
function group(heading: string, items: VerificationResult['items']): string[] {
  return items.length === 0 ? [] : ['', `${heading}: ${items.length} file(s)`, ...items.map(({ file }) => `  - ${printable(file)}`)];
}
