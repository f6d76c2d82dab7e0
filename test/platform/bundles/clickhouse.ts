import { bundle, type Bundle } from './bundle.ts';

/** An operator in the catalogue `platform` that is not Alauda's, so that it may be approved automatically. */
export const clickhouse: readonly Bundle[] = [
  bundle({
    package: 'clickhouse-operator',
    version: '0.18.2',
    displayName: 'ClickHouse Operator',
    provider: 'Altinity',
    annotations: { 'provider-type': 'community', 'operatorframework.io/suggested-namespace': 'clickhouse-operator' },
    api: { group: 'clickhouse.altinity.com', kind: 'ClickHouseInstallation', versions: [{ name: 'v1' }] },
  }),
];
