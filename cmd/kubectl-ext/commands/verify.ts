import { defineCommand } from '../command.ts';
import { outputFlags } from '../flags/output.ts';
import { trustFlags } from '../flags/trust.ts';
import { errorItems } from '../ui/errors.ts';
import { verificationResult } from '../ui/verification.ts';
import { verificationView } from '../ui/views/verification.ts';

/** `kubectl ext verify FILE|DIR...`: whether package files are what their makers signed. */
export const verify = defineCommand({
  name: 'verify <paths..>',
  kind: 'VerificationResult',
  summary: 'command.verify.summary',
  details: 'command.verify.details',
  permissions: [],
  examples: [
    { line: 'verify redis-operator.tgz --keyring vendor.asc', about: 'command.verify.example.one' },
    { line: 'verify packages --require gpg --keyring vendor.asc', about: 'command.verify.example.folder' },
  ],
  positionals: { paths: { complete: 'files' } },
  flags: { ...trustFlags, ...outputFlags },

  parse: ({ paths, keyring: keyrings, require }) => ({ paths, keyrings, require }),

  async run(options, context) {
    const { unverified, verifyPackages } = await import('../../../shared/actions/verify.ts');
    const checked = await verifyPackages(options, context);
    const error = unverified(checked);
    context.out(verificationResult(checked, options, error === undefined ? [] : errorItems(error)), verificationView);
    if (error !== undefined) throw error;
  },
});
