/** Why a request is no review that can be answered with a verdict. */
export type RejectionClass =
  | 'client-not-known'
  | 'no-such-path'
  | 'method-not-post'
  | 'content-type-not-json'
  | 'body-encoded'
  | 'body-empty'
  | 'body-cut-off'
  | 'body-too-large'
  | 'body-not-utf8'
  | 'body-not-json'
  | 'body-too-deep'
  | 'body-too-many-values'
  | 'body-number-too-long'
  | 'not-an-admission-review'
  | 'review-version-not-v1'
  | 'bad-request-fields'
  | 'bad-uid'
  | 'too-busy';

/** An answer without a verdict: an HTTP status and one word of a closed list. Nothing of the request is repeated in it. */
export class Rejection extends Error {
  readonly status: number;
  readonly class: RejectionClass;

  constructor(status: number, why: RejectionClass) {
    super(why);
    this.name = 'Rejection';
    this.status = status;
    this.class = why;
  }
}
