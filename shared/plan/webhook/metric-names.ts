/**
 * The metrics of the webhook and the labels of each, as rules and dashboards know them. What ends in `_total` is a counter, `review_seconds`
 * a histogram, everything else a gauge. `certificate` is `leaf` or `authority`, whose gauge holds the seconds that are left; `state` of a
 * claim is `held` or `orphan`; `cabundle_matches` and `leader` are 1 or 0.
 */
export const metricLabels = {
  ext_webhook_reviews_total: ['kind', 'operation', 'verdict', 'rule', 'mode'],
  ext_webhook_review_seconds: [],
  ext_webhook_inflight: [],
  ext_webhook_bad_requests_total: ['class'],
  ext_webhook_unknown_facts_total: ['fact'],
  ext_webhook_eventloop_lag_seconds: [],
  ext_webhook_certificate_expiry_seconds: ['certificate'],
  ext_webhook_cabundle_matches: [],
  ext_webhook_tls_reload_errors_total: [],
  ext_webhook_informer_age_seconds: ['kind'],
  ext_webhook_index_age_seconds: [],
  ext_webhook_claims: ['state'],
  ext_webhook_takeovers_total: [],
  ext_webhook_duplicates: [],
  ext_webhook_janitor_fixes_total: [],
  ext_webhook_leader: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
