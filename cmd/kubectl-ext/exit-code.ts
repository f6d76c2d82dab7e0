import type { ErrorCode } from '../../shared/errors.ts';

/** The exit status of every error code. */
export const exitCodes: Readonly<Record<ErrorCode, number>> = {
  failure: 1,
  unreachable: 1,
  declined: 1,
  usage: 2,
  pending: 3,
  'not-found': 4,
  unmet: 4,
  broken: 4,
  conflict: 4,
  invalid: 4,
  corrupt: 5,
  unverified: 5,
  partial: 6,
  timeout: 7,
  unauthenticated: 8,
  forbidden: 8,
  denied: 9,
  different: 10,
  interrupted: 130,
  terminated: 143,
};
