import { a, Capability, PeprModule, RegisterKind } from 'pepr';

/** The rule of the measurement as a module of Pepr: of 301 packages, those that are Alauda's become Manual. */
class Subscription extends a.GenericKind {
  declare spec: { name: string; installPlanApproval?: string };
}

RegisterKind(Subscription, { group: 'operators.coreos.com', version: 'v1alpha1', kind: 'Subscription' });

const names = ['harbor-ce-operator', ...Array.from({ length: 300 }, (_, index) => `package-${index}`)];
const packages = new Map(names.map((name, index) => [name, { isAlauda: index % 2 === 0 }]));

const capability = new Capability({ name: 'approval', description: 'Approval of operators', namespaces: [] });
capability
  .When(Subscription)
  .IsCreated()
  .Mutate((request) => {
    const { spec } = request.Raw;
    if (packages.get(spec.name)?.isAlauda === true && spec.installPlanApproval === undefined) {
      request.Merge({ spec: { installPlanApproval: 'Manual' } });
    }
  });

const pepr = { uuid: 'bench', onError: 'reject', alwaysIgnore: { namespaces: [] } };
new PeprModule({ description: 'bench', pepr }, [capability], { deferStart: true }).start(Number(process.argv[2]));
