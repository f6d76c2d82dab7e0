import { describe, expect, it } from 'vitest';
import { differingConfig, envVarOf, nodeLabelOf, type OperatorConfig, tolerationOf } from './operator-config.ts';

describe('envVarOf', () => {
  it.each([
    ['A=b', { name: 'A', value: 'b' }],
    ['HTTPS_PROXY=http://a:1,b=c\nd', { name: 'HTTPS_PROXY', value: 'http://a:1,b=c\nd' }],
    ['a.b-c=', { name: 'a.b-c', value: '' }],
    ['A', undefined],
    ['=b', undefined],
    ['1A=b', undefined],
    ['A B=c', undefined],
  ])('%j', (text, expected) => expect(envVarOf(text)).toEqual(expected));
});

describe('nodeLabelOf', () => {
  it.each([
    ['disk=ssd', ['disk', 'ssd']],
    ['node-role.kubernetes.io/infra=', ['node-role.kubernetes.io/infra', '']],
    ['disk', undefined],
    ['=ssd', undefined],
    ['disk=s s', undefined],
    ['-disk=ssd', undefined],
    [`disk=${'a'.repeat(64)}`, undefined],
  ])('%j', (text, expected) => expect(nodeLabelOf(text)).toEqual(expected));
});

describe('tolerationOf', () => {
  it.each([
    ['node-role.kubernetes.io/infra', { key: 'node-role.kubernetes.io/infra', operator: 'Exists' }],
    ['infra:NoSchedule', { key: 'infra', operator: 'Exists', effect: 'NoSchedule' }],
    ['infra=yes:NoExecute', { key: 'infra', operator: 'Equal', value: 'yes', effect: 'NoExecute' }],
    ['infra=:PreferNoSchedule', { key: 'infra', operator: 'Equal', value: '', effect: 'PreferNoSchedule' }],
    ['infra:noschedule', undefined],
    ['infra=a=b', undefined],
    [':NoSchedule', undefined],
    ['infra:', undefined],
    ['', undefined],
  ])('%j', (text, expected) => expect(tolerationOf(text)).toEqual(expected));
});

describe('differingConfig', () => {
  const config: OperatorConfig = {
    env: [{ name: 'A', value: 'b' }],
    nodeSelector: { disk: 'ssd', zone: 'a' },
    tolerations: [{ key: 'infra', operator: 'Exists', effect: 'NoSchedule' }],
  };

  it.each<[OperatorConfig, OperatorConfig | undefined, string[]]>([
    [{}, config, []],
    [config, config, []],
    [config, { ...config, nodeSelector: { zone: 'a', disk: 'ssd' } }, []],
    [config, { ...config, tolerations: [{ effect: 'NoSchedule', operator: 'Exists', key: 'infra' }] }, []],
    [config, undefined, ['env', 'nodeSelector', 'tolerations']],
    [config, { ...config, env: [{ name: 'A', value: 'c' }] }, ['env']],
    [{ nodeSelector: { disk: 'ssd' } }, config, ['nodeSelector']],
  ])('%j of %j', (wanted, found, fields) => expect(differingConfig(wanted, found)).toEqual(fields));
});
