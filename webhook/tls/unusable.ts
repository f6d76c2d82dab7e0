/** Why a certificate, or who signs those of clients, cannot be used. */
export type UnusableReason =
  | 'not-there'
  | 'not-a-certificate'
  | 'not-a-key'
  | 'key-of-another'
  | 'not-yet-valid'
  | 'expired'
  | 'name-of-another'
  | 'not-for-servers'
  | 'not-an-authority'
  | 'refused-by-tls';

/** What somebody gave cannot be used. It says one word of a closed list, and nothing of what was given. */
export class Unusable extends Error {
  readonly reason: UnusableReason;

  constructor(reason: UnusableReason) {
    super(reason);
    this.name = 'Unusable';
    this.reason = reason;
  }
}
