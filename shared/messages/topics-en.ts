/** The long texts of `help TOPIC` in English. */
export const topicsEn = {
  'help.environment.summary': 'environment variables',
  'help.environment': `Environment

A flag outranks its variable, and a variable outranks the default.

KUBECTL_EXT_<FLAG>    The value of any plain flag, for every command that has it:
                      KUBECTL_EXT_NAMESPACE=apps is -n apps, KUBECTL_EXT_DRY_RUN=server is
                      --dry-run=server. Lists are separated by commas; of a flag that can only be
                      repeated, a variable gives one value. There is none for secrets, and none for
                      what must be decided anew each time, such as --yes and --include-neighbours.

KUBECONFIG            Kubeconfig files, a list as for kubectl. --kubeconfig outranks it.
HTTPS_PROXY, NO_PROXY The proxy to API servers and registries, and who is reached without it.

KUBECTL_EXT_REGISTRY_PASSWORD
                      The password that goes with --username.
REGISTRY_AUTH_FILE, DOCKER_CONFIG
                      Where docker login and podman login have left what they know; without them
                      ~/.docker/config.json and containers/auth.json are asked.

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
  5     A package could not be verified, or is damaged.
  6     Some worked and some did not: clusters, plans, packages, images.
  7     The time is over; the cluster may still get there.
  8     The server does not know you, or does not allow a call of ours.
  9     A rule denied the write, before it was sent or on the server. The message names the rule.
        Also where policy check or policy audit meets a denial; they write nothing.
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
           about as "not checked", and the server decides. To ask without a write:
           kubectl ext policy check -f FILE; about a rule: kubectl ext policy explain RULE.
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
} as const;
