import { own, podLabels, webhookName, webhookNamespace, type Manifest } from './manifest.ts';

/** Namespaces whose pods may read metrics: of the platform, and where Prometheus usually is elsewhere. */
export const monitoringNamespaces = ['cpaas-system', 'monitoring'];

/** By this label the Prometheus of the platform finds what it is to scrape and to judge. */
export const monitoringLabels = { prometheus: 'kube-prometheus' };

const apiVersion = 'monitoring.coreos.com/v1';

/** One alert. A severity is one of the platform's: Critical, High, Medium, Low. */
interface Alert {
  readonly alert: string;
  readonly expr: string;
  /** How long it has to hold. */
  readonly for?: string;
  readonly severity: 'Critical' | 'High' | 'Medium';
  readonly summary: string;
  readonly description: string;
  /** What to do first. */
  readonly runbook: string;
}

/** What a Prometheus needs to watch over the webhook; the kinds are those of its operator, which not every cluster has. */
export function webhookMonitoring(): Manifest[] {
  const metadata = { ...own(), labels: monitoringLabels };
  const groups = [{ name: webhookName, rules: [...availability, ...knowledge, ...installations].map(rule) }];
  return [
    {
      apiVersion,
      kind: 'PodMonitor',
      metadata,
      spec: { selector: { matchLabels: podLabels }, podMetricsEndpoints: [{ port: 'probes', path: '/metrics', interval: '30s' }] },
    },
    { apiVersion, kind: 'PrometheusRule', metadata, spec: { groups } },
  ];
}

function rule({ severity, summary, description, runbook, ...rest }: Alert): object {
  return { ...rest, labels: { severity }, annotations: { summary, description, runbook } };
}

const replicas = `kube_deployment_status_replicas_available{namespace="${webhookNamespace}",deployment="${webhookName}"}`;

/** Whether it answers, in time, and is trusted. */
const availability: readonly Alert[] = [
  {
    alert: 'ExtWebhookDown',
    expr: `${replicas} == 0 or absent(${replicas})`,
    for: '2m',
    severity: 'Critical',
    summary: 'No replica of ext-webhook is ready',
    description:
      'Subscriptions and ModuleInfos can neither be created nor changed, and absent approvals of Subscriptions are not made Manual.',
    runbook:
      'Look at the pods and their events in ext-system. If they cannot be had back soon, save and delete the ValidatingWebhookConfiguration ext-webhook, and apply it again afterwards.',
  },
  {
    alert: 'ExtWebhookSlow',
    expr: 'histogram_quantile(0.99, sum by (le) (rate(ext_webhook_review_seconds_bucket[5m]))) > 1',
    for: '5m',
    severity: 'Medium',
    summary: 'One of a hundred reviews of ext-webhook takes longer than a second',
    description: 'Every write of a Subscription or ModuleInfo waits for it; after 5 seconds the API server gives up and denies.',
    runbook: 'Look at ext_webhook_eventloop_lag_seconds and at the load of the nodes; add replicas, or free the nodes.',
  },
  {
    alert: 'ExtWebhookCertificateExpires',
    expr: 'min(ext_webhook_certificate_expiry_seconds{certificate="leaf"}) < 24 * 3600',
    severity: 'High',
    summary: 'A certificate of ext-webhook ends in less than a day',
    description:
      'It should have been renewed days ago. Once it has ended the API server denies every write of a Subscription or ModuleInfo.',
    runbook:
      'Read the log of the pods for what hinders the renewal; restarting the Deployment makes new certificates. One from the Secret ext-webhook-tls is renewed by whoever keeps that Secret.',
  },
  {
    alert: 'ExtWebhookAuthorityExpires',
    expr: 'min(ext_webhook_certificate_expiry_seconds{certificate="authority"}) < 30 * 24 * 3600',
    severity: 'High',
    summary: 'The certificate authority of ext-webhook ends in less than 30 days',
    description: 'Certificates that it has signed are not trusted any more once it has ended.',
    runbook:
      'Ask for another one, which no client notices: kubectl annotate secret ext-webhook-ca -n ext-system --overwrite ext.cpaas.io/rotate=now. One that has issued what is in the Secret ext-webhook-tls is replaced by whoever keeps that Secret.',
  },
  {
    alert: 'ExtWebhookBundleMismatch',
    expr: 'min(ext_webhook_cabundle_matches) == 0',
    for: '2m',
    severity: 'Critical',
    summary: 'The registrations of ext-webhook trust another authority than the one of its certificate',
    description: 'The API server cannot ask the webhook and denies every write of a Subscription or ModuleInfo.',
    runbook: 'Find who else writes caBundle of the configurations ext-webhook: kubectl get --show-managed-fields names the writers.',
  },
  {
    alert: 'ExtWebhookFailsOpen',
    expr: 'sum by (name) (increase(apiserver_admission_webhook_fail_open_count{name=~".+[.]ext[.]cpaas[.]io"}[10m])) > 0',
    severity: 'High',
    summary: 'The API server let writes pass without the defaults of ext-webhook',
    description: 'A Subscription of an Alauda operator may have been created without Manual approval.',
    runbook: 'Look for Subscriptions without installPlanApproval Manual, and at why the webhook did not answer.',
  },
];

/** Whether it knows what it judges by. */
const knowledge: readonly Alert[] = [
  {
    alert: 'ExtWebhookStale',
    expr: 'max by (kind) (ext_webhook_informer_age_seconds) > 120',
    severity: 'High',
    summary: 'ext-webhook has heard nothing of a kind of objects for two minutes',
    description: 'What it remembers of {{ $labels.kind }} may be out of date; rules about them are not asked.',
    runbook: 'Read the log of the pods for the watch of that kind: the right to it, its CRD, or the API server is missing.',
  },
  {
    alert: 'ExtWebhookUnknownFacts',
    expr: 'sum by (fact) (increase(ext_webhook_unknown_facts_total[10m])) > 0',
    severity: 'Medium',
    summary: 'ext-webhook lets writes pass because it cannot read what it would judge by',
    description: 'The fact {{ $labels.fact }} could not be read, so the rules that need it were not asked.',
    runbook: 'Look at what holds the fact: catalogues and package-server for packages, the kinds of the platform for everything else.',
  },
  {
    alert: 'ExtWebhookNoLeader',
    expr: 'sum(ext_webhook_leader) == 0',
    for: '5m',
    severity: 'High',
    summary: 'No replica of ext-webhook leads',
    description: 'Nobody publishes the authority, repairs absent approvals, or clears claims.',
    runbook: 'Look at the Leases in ext-system and read the log of the pods for why none of them can be taken.',
  },
];

/** Whether a plugin is installed once. */
const installations: readonly Alert[] = [
  {
    alert: 'ExtWebhookDuplicates',
    expr: 'max(ext_webhook_duplicates) > 0',
    severity: 'High',
    summary: 'A plugin is installed twice on a cluster',
    description: 'Two ModuleInfos name the same plugin and cluster; both are applied over each other.',
    runbook: 'The events in ext-system name them: delete the one that is not meant.',
  },
  {
    alert: 'ExtWebhookOrphanClaim',
    expr: 'max(ext_webhook_claims{state="orphan"}) > 0',
    for: '5m',
    severity: 'Medium',
    summary: 'A claim on a plugin belongs to no installation',
    description: 'Installing that plugin on that cluster is refused although it is not there.',
    runbook: 'Delete the Lease ext-claim-… in ext-system whose annotations name an installation that does not exist.',
  },
];
