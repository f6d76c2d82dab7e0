/** Every sentence in English. An id names the place it is said in; `{name}` stands for a value. */
export const en = {
  'error.failure': '{what}',
  'error.jsonpath': 'cannot read the jsonpath {template} at character {at}',
  'rule.subscription.manual-approval': '{approval} is not allowed for {operator}, an operator of Alauda',
  'rule.subscription.manual-approval.way-out': 'set Manual, then: kubectl ext approve {operator} -n {namespace}',
  'rule.subscription.channel-exists': '{operator} has no channel {channel}',
  'rule.subscription.channel-exists.way-out': 'its channels: {channels}',
  'rule.subscription.channel-exists.version': 'channel {channel} of {operator} has no version {version}',
  'rule.subscription.channel-exists.version.way-out': 'newest there: {versions}; all: kubectl ext versions {operator}',
  'rule.subscription.default-approval': 'installPlanApproval set to Manual; then: kubectl ext approve {operator} -n {namespace}',
  'webhook.not-checked': 'not checked: {fact} ({rule})',
  'webhook.not-judged': 'not judged: {operation} of {what}',
  'webhook.wrong-shape': '{path} is not {wanted}',
  'webhook.failed': 'the webhook failed; its log tells why',
  'webhook.bad-flag': '{flag} cannot be {value}',
  'webhook.authority-unusable': 'Secret {secret} in namespace {namespace} holds no certificate authority that can be used',
  'ask.proceed': 'Proceed?',
  'plan.install': '{operator} {version}: operator by {source}, catalog {catalog}, channel {channel}',
  'plan.cluster': 'to {context}',
  'plan.create': 'create   {object}',
  'plan.approve': 'approve  only a plan of exactly {csv}',
  'plan.subscription.manual': 'Manual, from {csv}',
  'plan.subscription.automatic': 'Automatic: new versions install themselves',
  'step.done': '{object} {result}',
  'step.unchecked': '{object} was not checked by the server: its namespace does not exist yet',
  'install.modes': '{operator} cannot watch these namespaces: it lacks {lacking} and supports {supported}',
  'install.modes.hint': 'choose others: --target-namespaces {namespace} for its own namespace',
  'install.shared-namespace': 'namespace {namespace} already holds {neighbour}',
  'install.shared-namespace.because': 'all Subscriptions of a namespace resolve into one InstallPlan, so one approval moves them all',
  'install.shared-namespace.hint': 'or accept that with --allow-shared-namespace',
  'install.name-taken': 'Subscription {name} of namespace {namespace} is there already, for {operator}',
  'install.elsewhere': '{operator} is already installed in namespace {namespace}, which watches the same namespaces',
  'install.differs': '{operator} is already installed with other values: {fields}',
  'install.other-version': '{operator} is already there as {standing}, not {wanted}',
  'install.other-version.below': 'OLM never goes back from {standing} to an older version',
  'install.other-version.below.hint': 'an older version has to be installed anew: remove {operator} from namespace {namespace} first',
  'install.two-groups': 'namespace {namespace} has more than one OperatorGroup',
  'install.two-groups.because': 'OLM does nothing in a namespace unless it has exactly one',
  'install.group-differs': 'OperatorGroup {group} of namespace {namespace} targets {targets}, not {wanted}',
  'install.group-differs.hint': 'ask for the same with --target-namespaces, or choose another namespace with -n',
  'install.targets.warning': 'watching only {targets}: OLM v1 knows operators for all namespaces only',
  'install.bad-namespace': '{namespace} is not a name of a namespace: at most {limit} of a-z, 0-9 and -, a letter or digit at both ends',
  'install.automatic-below-head': 'with --approval Automatic the version cannot be {version}: the channel is at {head}',
  'install.automatic-below-head.because': 'OLM would go on to the head of the channel at once',
  'package.two-catalogs': '{name} is in more than one catalog: {catalogs}',
  'package.two-catalogs.hint': 'name one of them: --catalog NAME',
  'package.not-in-catalog': 'catalog {catalog} has no {name}; it is in {catalogs}',
  'package.not-found': 'no catalog of this cluster offers {name}',
  'package.not-found.nearest': 'nearest names: {names}',
  'package.no-channel': '{name} has no channel {channel}',
  'package.channels': 'its channels: {channels}',
  'package.no-version': 'channel {channel} of {name} has no version {version}',
  'package.versions': 'versions there: {versions}',
  'subscription.two': '{name} is installed in more than one namespace: {namespaces}',
  'subscription.two.hint': 'name one of them with -n',
  'subscription.not-found': '{name} is not installed here',
  'subscription.not-found.nearest': 'installed: {names}',
  'preflight.unknown': 'not checked: {fact}; the server decides',
  'preflight.forbidden': 'you are not allowed to: {missing}',
  'preflight.forbidden.hint': 'ask for the ClusterRole {role}',
  'approve.changed': 'plan {plan} changed while it was being approved; nothing was approved',
  'approve.unexpected': 'plan {plan} does not hold exactly what was expected: {expected}',
  'approve.missing': 'no plan here brings what was expected: {missing}',
  'approve.neighbour': 'plan {plan} also changes an operator you did not name ({role})',
  'approve.neighbour.because': 'all Subscriptions of namespace {namespace} resolve into one InstallPlan',
  'approve.plan': 'approve  installplan/{plan} in namespace {namespace}',
  'approve.change': '  {line}',
  'reject.plan': 'reject   installplan/{plan} in namespace {namespace}',
  'reject.approved': 'plan {plan} was approved in the meantime; it was not deleted',
  'reject.changed': 'plan {plan} changed while it was being rejected; it was not deleted',
  'reject.anew': 'OLM will make a plan anew; to keep it out of batches: kubectl ext hold {name} -n {namespace} --reason TEXT',
  'history.local': 'the history of this is kept in {file}, not on the cluster',
  'history.lost': 'the history of this could not be written anywhere',
  'history.no-event': 'no Event tells of this',
  'history.unreadable': 'ConfigMap {configMap} has lines that cannot be read: {lines}',
  'hold.no-reason': 'say why it is held: --reason TEXT',
  'hold.automatic': '{name} is Automatic: OLM upgrades it by itself, and a hold keeps nothing back',
  'approve.held': '{name} is held: {reason}',
  'approve.unpacked': 'plan {plan} cannot be carried out: OLM has lost what it unpacked for it',
  'approve.unpacked.because': 'ConfigMap {configMap} of namespace {namespace} is gone; the plan refers to it',
  'batch.failed': '{failed} of {total} plans failed',
  'watch.gone': '{name} is not in the list any more',
  'wait.start': 'reading the namespace',
  'wait.timeout': 'the time is over; the cluster may still get there',
  'wait.interrupted': 'interrupted; what was done stays on the server',
  'wait.subscription': 'waiting for Subscription {name}',
  'wait.plan': 'waiting for the InstallPlan: subscription {state}',
  'wait.csv': 'waiting for the operator: installplan {plan}, subscription {state}',
  'wait.running': 'waiting for the operator: csv {phase}, {ready}/{total} deployments ready',
  'wait.running.done': '{csv} Succeeded in {seconds}s',
  'wait.stop.approval': 'InstallPlan {plan} waits for approval',
  'wait.stop.plan-failed': 'InstallPlan {plan} Failed',
  'wait.stop.plan-refused': 'InstallPlan {plan} is refused again and again; OLM repeats it for ever',
  'wait.stop.csv-failed': '{csv} Failed: {reason}',
  'wait.stop.resolution': 'OLM cannot resolve it: {condition}, {reason}',
  'wait.stop.groups': 'namespace {namespace} has {groups} OperatorGroups, and OLM needs exactly one',
  'wait.stop.catalog': 'catalog {catalog} is unhealthy ({state}), and OLM resolves nothing while one catalog in reach is',
  'cluster.answer': 'Error from server ({reason})',
  'cluster.as-without-user': '--as-group, --as-uid and --as-user-extra need a user: --as',
  'cluster.auth-provider': 'kubectl has no auth provider {name} any more; exec plugins took their place',
  'cluster.oidc-expired': 'the login of the auth provider oidc has expired; kubectl renews it',
  'cluster.available': 'there are: {names}',
  'cluster.bad-ca': '{origin} holds no certificate in PEM',
  'cluster.bad-certificate': 'the certificate or the key of the kubeconfig cannot be used',
  'cluster.bad-extra': '--as-user-extra is KEY=VALUE, not {value}',
  'cluster.bad-proxy': '{origin} is not the URL of a proxy',
  'cluster.bad-server': 'the server {server} is neither a URL nor HOST:PORT',
  'cluster.bad-timeout': '--request-timeout is a number of seconds or a duration such as 1s, 2m, 3h, not {value}',
  'cluster.bad-exec': 'exec.{field} of the kubeconfig is {value}, only one of: {choices}',
  'cluster.twice': 'the kubeconfig has both {field} and {other}; take one of them out',
  'cluster.key-missing': 'a client certificate is given without its key',
  'cluster.ca-and-insecure': 'a certificate authority and skipping the check of certificates exclude each other',
  'cluster.closed': 'the connection to {server} was closed',
  'cluster.config-malformed': '{file} is not a kubeconfig',
  'cluster.exec-answer': '{command} did not answer with credentials (ExecCredential)',
  'cluster.exec-failed': '{command}, which the kubeconfig names for credentials, failed',
  'cluster.exec-missing': '{command}, which the kubeconfig names for credentials, is not installed',
  'cluster.expired': 'Unable to connect to the server: the certificate of {server} has expired',
  'cluster.file-unreadable': 'cannot read {file}',
  'cluster.name-a-config': 'name a kubeconfig with --kubeconfig or KUBECONFIG, or log in to the platform',
  'cluster.no-answer': '{server}: no answer in {time}',
  'cluster.no-config': 'no cluster is configured: there is no kubeconfig, or it is empty ({files})',
  'cluster.no-context': 'no context is current: choose one with --context or kubectl config use-context',
  'cluster.no-server': 'cluster {name} has no server',
  'cluster.not-an-api': '{server} does not answer like a Kubernetes API server',
  'cluster.not-yet-valid': 'Unable to connect to the server: the certificate of {server} is not valid yet',
  'cluster.nothing-there': 'the kubeconfig has none',
  'cluster.proxy-refused': 'the proxy {proxy} did not open a connection to {server}',
  'cluster.proxy-scheme': 'a {scheme} proxy is not supported: {proxy}, named by {origin}',
  'cluster.proxy-scheme-hint': 'name a proxy with an http:// URL in {origin}; it carries TLS too',
  'cluster.refused': 'The connection to the server {host} was refused - did you specify the right host or port?',
  'cluster.timed-out': 'Unable to connect to the server: {server} does not answer',
  'cluster.too-large': 'the answer of {server} is too large',
  'cluster.unauthenticated': 'You must be logged in to the server ({reason})',
  'cluster.unauthenticated-hint': 'log in again: the credentials of {context} are wrong or have expired',
  'cluster.unknown-authority': 'Unable to connect to the server: the certificate of {server} is signed by an unknown authority',
  'cluster.unknown-authority-hint': 'name the authority with --certificate-authority FILE',
  'cluster.unknown-cluster': 'there is no cluster {name} in the kubeconfig',
  'cluster.unknown-context': 'there is no context {context} in the kubeconfig',
  'cluster.unknown-host': 'Unable to connect to the server: no address is known for {host}',
  'cluster.unknown-user': 'there is no user {name} in the kubeconfig',
  'cluster.unreachable': 'Unable to connect to the server: {server}',
  'cluster.wrong-hostname': 'Unable to connect to the server: the certificate of {server} is for another name',
  'cluster.wrong-hostname-hint': 'if it is the right server, name the expected one with --tls-server-name',
  'error.watch-output': '--watch goes with tables only, not with -o {output}',
  'error.bad-form': '{flag} cannot be {value}; its form is {form}',
  'error.bad-timeout': '--timeout takes a duration such as 90s or 10m, not {value}',
  'approve.none': 'nothing waits for approval',
  'approve.names-or-all': 'name the operators to approve, or give --all, and not both',
  'command.list.summary': 'Show operators, what waits, and what could be installed',
  'command.list.details':
    'HEALTH joins Subscription, InstallPlan, CSV and Deployments; AtLatestKnown alone proves nothing. What could not be read is Unknown, never Healthy.',
  'command.list.example.installed': 'everything installed, with its health',
  'command.list.example.available': 'operators of Alauda that could be installed',
  'command.list.example.watch': 'go on and show what changes',
  'command.list.example.pending': 'InstallPlans that wait for approval',
  'command.versions.summary': 'Show the channels and versions of an operator',
  'command.versions.example.channel': 'the versions of one channel',
  'command.install.summary': 'Install an operator and wait until it is healthy',
  'command.install.details':
    'Writes a Subscription with Manual approval into a namespace of its own, approves exactly the plan of the wanted version, and waits. Run again it changes nothing.',
  'command.install.example.head': 'the newest version of the default channel',
  'command.install.example.version': 'an older version, without questions',
  'command.install.example.manifests': 'the objects, fit for kubectl apply',
  'command.install.example.config': 'on tainted nodes, behind a proxy',
  'command.install.example.automatic': 'let OLM take every new version; not for operators of Alauda',
  'command.approve.summary': 'Approve waiting InstallPlans, and nothing that was not named',
  'command.approve.details':
    'A plan that also changes an operator you did not name is refused. A plan that changes while it is being approved is not approved.',
  'command.approve.example.one': 'the waiting plan of one operator',
  'command.approve.example.expect': 'only if the plan holds exactly this CSV',
  'command.approve.example.all': 'every waiting plan of a team',
  'command.reject.summary': 'Delete a waiting InstallPlan, if it holds nothing that was not named',
  'command.reject.details':
    'A plan that also changes an operator you did not name is refused, and so is one that is approved or changes meanwhile. OLM makes a plan anew; hold keeps that out of batches.',
  'command.reject.example.one': 'the waiting plan of one operator',
  'command.reject.example.dry-run': 'let the server check it, and delete nothing',
  'command.hold.summary': 'Keep an operator out of batches, and say why',
  'command.hold.details':
    'approve --all skips it and says why; whoever names it is warned. It is an annotation of the Subscription: OLM and the console do not know it, so an Automatic operator goes on upgrading itself.',
  'command.hold.example.one': 'leave it as it is for now',
  'command.unhold.summary': 'Let an operator take part in batches again',
  'command.unhold.example.one': 'end its hold',
  'command.status.summary': 'Show how operators are, down to Pods and events',
  'command.status.details': 'Exits 4 when one is broken, 3 when nothing of it runs yet and a plan waits for approval.',
  'command.status.example.one': 'the tree of one operator',
  'command.history.summary': 'Show who approved and rejected what, when and why',
  'command.history.details':
    'What was done by this program, and the InstallPlans that are there: those of which nobody knows who approved them show in parentheses what set the approval. Of an operator that is gone, -n names where it was.',
  'command.history.example.one': 'the history of one operator',
  'flag.available': 'what could be installed instead of what is',
  'flag.outdated': 'only what has a newer version',
  'flag.pending': 'only what waits for approval',
  'flag.failed': 'only what is Failed or Degraded',
  'flag.source': 'only what this publisher provides',
  'flag.catalog': 'the catalog (CatalogSource)',
  'flag.watch': 'go on and show what changes',
  'flag.all-namespaces': 'all namespaces, also when one is set by -n or the environment',
  'flag.channel': "the channel; by default the package's own default",
  'flag.version': 'the version or CSV; by default the head of the channel',
  'flag.approval': 'who approves new versions: Manual (you) or Automatic (OLM); by default Manual',
  'flag.target-namespaces': 'watch only these namespaces; by default all',
  'flag.allow-shared-namespace': "install beside another operator, whose plans then merge with this one's",
  'flag.include-neighbours': 'accept a plan that also changes operators not named',
  'flag.create-operator-group': 'make the OperatorGroup even where the platform does',
  'flag.env': "a variable of the operator's containers",
  'flag.node-selector': 'a label of the nodes the operator may run on',
  'flag.toleration': 'a taint of nodes the operator puts up with',
  'flag.no-approve': 'leave the approval to somebody else; exits 3',
  'flag.approve-all': 'every operator with a waiting plan',
  'flag.expect': 'approve only if the plan holds exactly these CSVs',
  'flag.reason': 'why, for the history',
  'flag.hold-reason': 'why it is held; shown wherever it is skipped',
  'command.complete.summary': 'Complete words; made for shells',
  'command.completion.summary': 'Print the completion script of a shell',
  'command.completion.details':
    'The script completes this program when it is called by its own name. After "kubectl", words are completed by kubectl, which needs a file that "kubectl ext completion install" writes.',
  'command.completion.example.bash': 'for every new bash',
  'command.completion.example.fish': 'for every new fish',
  'command.completion-install.summary': 'Make kubectl complete the words after "kubectl ext"',
  'command.completion-install.details':
    'Writes the executable kubectl_complete-ext beside this program, or into --dir. kubectl looks for it on PATH.',
  'command.completion-install.example.beside': 'beside this program',
  'command.completion-install.example.dir': 'see what would be written elsewhere',
  'command.help.summary': 'Explain a command or a topic',
  'command.help.example.topic': 'what the exit codes mean',
  'command.help.example.command': 'the same as completion install --help',
  'command.version.summary': 'Show the versions of this program and of the cluster',
  'command.version.example.both': 'this program and the API server',
  'command.version.example.client': 'everything about this program, asking nobody',
  'completion.not-on-path': '{folder} is not on PATH, where kubectl looks',
  'error.argument-extra': 'unexpected argument: {word}',
  'error.argument-missing': '{name} is missing',
  'error.bug': 'this is a bug: {what}',
  'error.bug.hint': 'repeat the command with -v=6 and report what it prints',
  'error.cannot-write': 'cannot write {file}',
  'error.answer-lost': 'the answer could not be written',
  'error.cannot-read': 'cannot read {file}',
  'error.custom-columns': 'a custom column is HEADER:PATH, not {column}',
  'error.declined': 'nothing was changed',
  'error.did-you-mean': 'did you mean {name}?',
  'error.interrupted': 'interrupted',
  'error.no-folder': 'there is no binary to put the file beside',
  'error.nobody-to-ask': 'this needs an answer, and there is no terminal to ask on: give {flag}',
  'error.not-a-choice': '{flag} cannot be {value}, only one of: {choices}',
  'error.not-a-number': '{flag} is a number, not {value}',
  'error.output': 'there is no output format {format}; there are: {formats}',
  'error.unknown-command': 'there is no command {command}',
  'error.unknown-flag': 'there is no flag {flag} here',
  'error.unknown-topic': 'there is no help on {topic}; the topics are: {topics}',
  'error.update': 'update could mean two things: upgrade or configure?',
  'error.value-missing': '{flag} needs a value',
  'flag.all-clusters': 'every cluster of the current login',
  'flag.as': 'the user to act as',
  'flag.as-group': 'a group to act as',
  'flag.as-uid': 'the UID to act as',
  'flag.as-user-extra': 'extra fields of the user to act as',
  'flag.cache-dir': 'where names for completion are kept',
  'flag.certificate-authority': "certificates of the authority that signed the server's",
  'flag.client': 'only this program; asks no cluster',
  'flag.client-certificate': 'the client certificate',
  'flag.client-key': 'the key of the client certificate',
  'flag.cluster': "the cluster of the kubeconfig, in place of the context's",
  'flag.clusters': 'these clusters of the current login',
  'flag.color': 'colour status words',
  'flag.context': 'the context of the kubeconfig',
  'flag.debug': 'the same as -v=6',
  'flag.dir': 'the folder to write into; by default that of this program',
  'flag.disable-compression': 'ask the server for answers without compression',
  'flag.dry-run': 'client: only show what would be done; server: let the server check it, too, and store nothing',
  'flag.field-manager': 'the name under which fields are owned',
  'flag.global-context': 'the context of the global cluster',
  'flag.help': 'explain the command',
  'flag.insecure-skip-tls-verify': "do not check the server's certificate; insecure",
  'flag.kubeconfig': 'the kubeconfig file',
  'flag.lang': 'the language of prose',
  'flag.log-format': 'progress and errors on stderr as text or as NDJSON',
  'flag.namespace': 'the namespace',
  'flag.no-headers': 'print tables without headers',
  'flag.no-input': 'never ask; a question fails',
  'flag.output': 'json, yaml, name, wide, jsonpath=, jsonpath-file= or custom-columns=; see help formatting',
  'flag.quiet': 'no progress, no warnings; errors still show',
  'flag.request-timeout': 'how long one call may take, such as 30s; 0 is no limit',
  'flag.selector': 'only what has these labels, such as team=a,stage!=test',
  'flag.server': 'the URL of the API server',
  'flag.sort-by': 'sort lists by this field, such as .name',
  'flag.timeout': 'how long everything together may take',
  'flag.tls-server-name': "the name that the server's certificate must hold",
  'flag.token': 'the bearer token',
  'flag.user': "the user of the kubeconfig, in place of the context's",
  'flag.v': 'what is logged: 6 requests, 7 headers, 8 bodies cut, 9 bodies whole',
  'flag.wait': 'wait until what was changed is healthy',
  'flag.yes': 'go on without asking',
  'help.about': 'kubectl ext installs, upgrades and watches over operators and cluster plugins of Alauda Container Platform.',
  'help.usage': 'Usage:',
  'help.usage.command': 'COMMAND [flags]',
  'help.usage.flags': '[flags]',
  'help.commands': 'Commands:',
  'help.examples': 'Examples:',
  'help.topics': 'Topics:',
  'help.section.look': 'Look:',
  'help.section.change': 'Change:',
  'help.section.program': 'This program:',
  'help.group.own': 'Flags:',
  'help.group.clusters': 'Clusters:',
  'help.group.output': 'Output:',
  'help.group.wait': 'Waiting:',
  'help.group.confirm': 'Safety:',
  'help.group.connection': 'Connection flags, of every command:',
  'help.group.program': 'General flags, of every command:',
  'help.list': 'a list: repeat it, or separate by commas',
  'help.list.whole': 'a list: repeat it',
  'help.default': 'by default {value}',
  'help.more': 'More about a command: kubectl ext COMMAND --help',
  'help.see-also': 'Flags of every command: kubectl ext --help. Exit codes: kubectl ext help exit-codes.',
  'usage.bare': '{flag} without a value means {flag}={value}; write it out',
  'usage.secret': '{flag} on the command line can be seen by everybody on this machine',
  'ui.nothing-found': 'No resources found',
  'ui.nothing-found-in': 'No resources found in {namespace} namespace.',
  'ui.server-warning': '{text}',
  'help.environment.summary': 'environment variables',
  'help.environment': `Environment

A flag outranks its variable, and a variable outranks the default.

KUBECTL_EXT_<FLAG>    The value of any plain flag, for every command that has it:
                      KUBECTL_EXT_NAMESPACE=apps is -n apps, KUBECTL_EXT_DRY_RUN=server is
                      --dry-run=server. Lists are separated by commas. There is none for secrets,
                      and none for what must be decided anew each time, such as --yes
                      and --include-neighbours.

KUBECONFIG            Kubeconfig files, a list as for kubectl. --kubeconfig outranks it.
HTTPS_PROXY, NO_PROXY The proxy to the API server, and who is reached without it.

KUBECTL_EXT_LANG, LC_ALL, LC_MESSAGES, LANG
                      The language of prose, English or Russian: the first that is set decides;
                      --lang outranks them.

NO_COLOR              No colour, even if it is empty.
CLICOLOR_FORCE        Colour although the output is no terminal. NO_COLOR outranks it.
TERM=dumb             No colour, and no lines that are written anew.
CI                    Progress in lines, as into a pipe.

XDG_CACHE_HOME        Names for completion are kept in its folder kubectl-ext for 30 seconds;
                      ~/.cache without it. --cache-dir outranks it.
XDG_DATA_HOME         History that the cluster does not take is kept in its folder kubectl-ext;
                      ~/.local/share without it.`,
  'help.exit-codes.summary': 'what the exit codes mean',
  'help.exit-codes': `Exit codes

  0     Done, healthy, or nothing to do. Lists and descriptions exit 0 whatever the health.
  1     Any other failure: the cluster is unreachable, the answer to a question was no.
  2     The command line is wrong, or a question has no terminal to be asked on.
  3     Everything of ours is done, and a human has to act: an InstallPlan waits for approval.
  4     Something else does not hold: no such package, version or channel; a guard, such as a
        neighbour in a plan; the operator is broken.
  5     A package could not be verified.
  6     Some worked and some did not: clusters, plans, packages, images.
  7     The time is over; the cluster may still get there.
  8     The server does not know you, or does not allow a call of ours.
  9     A rule denied the write, before it was sent or on the server. The message names the rule.
  10    There are differences; only with --exit-code.
  130   Interrupted (Ctrl-C).
  143   Terminated.

Broken (4) outranks waiting (3). The waiting upgrade of a healthy operator is information: 0.
On Windows kubectl itself exits 1 for every failure of a plugin: scripts call kubectl-ext.exe.`,
  'help.formatting.summary': 'the formats of -o',
  'help.formatting': `Formatting

The answer goes to stdout; progress, questions, warnings and errors go to stderr.

  (none)               A table, or a line for each object that was written, as kubectl prints it.
  -o wide              The table with more columns.
  -o name              A name per line.
  -o json, -o yaml     One valid document, also when something failed: apiVersion, kind, items[] or
                       fields, errors[], warnings[]. Never translated.
  -o jsonpath=...      kubectl's template over that document.
  -o jsonpath-file=F   The same, read from a file.
  -o custom-columns=H:PATH,...
                       A table of your own over its items.

  --sort-by=.field     Sorts the items of a list.
  --no-headers         Leaves the header line out.

Tables are cut to the width of a terminal and printed in full into a pipe. An empty cell is <none>.
With -o yaml a dry run prints the objects themselves, as a List for kubectl apply -f -.

  kubectl ext list -o jsonpath='{range .items[*]}{.name}{"\\t"}{.version}{"\\n"}{end}'
  kubectl ext list -o jsonpath='{.items[?(@.health=="Failed")].name}'
  kubectl ext list -o custom-columns=NAME:.name,NS:.namespace --sort-by=.name

A dot in a key is escaped: {.metadata.labels.cpaas\\.io/operator}. Filters compare with
== != < <= > >= and run no code. Go templates are not supported.

--log-format json makes stderr NDJSON, an object per line: ts, cluster, step, state, object, data.`,
  'help.clusters.summary': 'how the cluster is chosen',
  'help.clusters': `Clusters

The cluster is the current context of the kubeconfig, as for kubectl. --kubeconfig, --context,
--cluster, --user, --server and the other connection flags are kubectl's and mean the same; so
does KUBECONFIG with several files.

All flags come after "ext": kubectl -n apps ext list fails, because kubectl takes no flags before
the name of a plugin. Behind it they may stand anywhere:

  kubectl ext list -n apps --context prod

Without -n all namespaces are searched, or that of the context where you may not search them all.
A name that is found in two namespaces is an error that lists them.

Cluster plugins are managed on the global cluster only; operators on the cluster they run in.`,
  'help.safety.summary': 'what guards a write',
  'help.safety': `Safety

Try it     --dry-run=client shows the plan; --dry-run=server also lets the API server check every
           object, admission included. Neither stores anything.
Ask        A write of weight shows what it will do, then asks. --yes answers. Without a terminal
           the question is an error (2) that names the flag. "No" changes nothing and exits 1.
Rules      Every object is judged before it is sent, by the rules the admission webhook uses. A
           denial (9) names the rule, the field and the way out. What could not be read is warned
           about as "not checked", and the server decides.
Approvals  An InstallPlan is approved or rejected only if it holds what was named. One that also
           changes another operator is refused (4) without --include-neighbours. A plan that has
           changed since it was shown is judged again.
Hold       What is held is left out of approve --all, with the reason; naming it draws a warning.
           OLM does not know of it.
History    Who approved or rejected what, when and why (--reason) stands in ConfigMap
           ext-history-NAME beside the operator. Where that cannot be written it is kept on this
           machine, with a warning.
Again      A command that is run again says "unchanged", writes nothing and exits 0.
Ctrl-C     The first one finishes the request in flight and says what is on the server and how to go
           on (130); the second one stops at once.
Secrets    Logs hold no tokens, passwords, keys or contents of Secrets, at any level. Secrets on the
           command line work, with a warning: other users of the machine can see them.`,
  'help.aliases': 'Also called:',
  'install.dependency-automatic': 'you are not allowed to set dependency {name} to Manual: OLM will upgrade it by itself',
} as const;
