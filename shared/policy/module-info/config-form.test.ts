import { aModuleConfig, aModuleInfo, gpu } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import type { FormDescriptor, ModuleConfigSpec } from '../../model/module-config.ts';
import { configForm } from './config-form.ts';

const plugin = { plugin: gpu, version: 'v4.0.15' };
const published = { moduleConfigs: [aModuleConfig()] };
const stored = { type: 'UPDATE', old: aModuleInfo() } as const;

function wish(config: Readonly<Record<string, unknown>> | undefined) {
  return aModuleInfo({ spec: { config } });
}

function field(path: string, ...words: string[]): FormDescriptor {
  return { path, 'x-descriptors': words.map((word) => `urn:alm:descriptor:com.tectonic.ui:${word}`) };
}

function offering(spec: Partial<ModuleConfigSpec>) {
  return { moduleConfigs: [aModuleConfig({ spec })] };
}

/** A form of one field without default. */
function asking(...words: string[]) {
  return offering({ config: {}, deployDescriptors: [field('x', ...words)] });
}

const wayOut = message('rule.module-info.config-form.way-out', plugin);
const onX = { path: 'spec.config.x', wayOut };
const switchOnly = {
  path: 'spec.config.custom.mps_enable',
  fault: message('rule.module-info.config-form', { field: 'custom.mps_enable', allowed: ['true', 'false'] }),
  wayOut,
};
const edited = offering({
  config: {},
  deployDescriptors: [field('size', 'number'), field('name', 'text')],
  editDescriptors: [field('name', 'select:a', 'select:b')],
});

testRule(configForm, {
  fields: ['spec.config'],
  allows: [
    { title: 'what the form takes', object: wish({ custom: { mps_enable: true } }), facts: published },
    { title: 'no config', object: wish(undefined), facts: published },
    { title: 'the defaults', object: wish(aModuleConfig().spec.config), facts: published },
    { title: 'anything in a version that is not published', object: wish({ custom: 5 }), facts: { moduleConfigs: [] } },
    {
      title: 'anything in a version of which only another is published',
      object: aModuleInfo({ spec: { version: 'v4.0.16', config: { custom: 5 } } }),
      facts: published,
    },
    {
      title: 'no config in a version without a form',
      object: wish({}),
      facts: offering({ config: undefined, deployDescriptors: undefined }),
    },
    { title: 'on UPDATE what only the form of CREATE has', object: wish({ size: 'big', name: 'a' }), facts: edited, operation: stored },
    { title: 'on CREATE what only it has', object: wish({ size: 1, name: 'c' }), facts: edited },
    {
      title: 'an UPDATE of the version while a config is stored that is wrong',
      object: wish({ custom: 'wrong' }),
      facts: published,
      operation: { type: 'UPDATE', old: aModuleInfo({ spec: { version: 'v4.0.14', config: { custom: 'wrong' } } }) },
    },
  ],
  denies: [
    { title: 'text for a switch', object: wish({ custom: { mps_enable: 'true' } }), facts: published, ...switchOnly },
    {
      title: 'the same on UPDATE where there is no form of its own',
      object: wish({ custom: { mps_enable: 'secret' } }),
      facts: offering({ editDescriptors: [] }),
      operation: stored,
      ...switchOnly,
    },
    {
      title: 'on UPDATE what the form of UPDATE does not take',
      object: wish({ name: 'c' }),
      facts: edited,
      operation: stored,
      path: 'spec.config.name',
      fault: message('rule.module-info.config-form', { field: 'name', allowed: ['a', 'b'] }),
      wayOut,
    },
    {
      title: 'what is not among many values, of which it shows ten',
      object: wish({ x: 'z' }),
      facts: asking(...Array.from({ length: 30 }, (_, at) => `select:${at}`)),
      ...onX,
      fault: message('rule.module-info.config-form', { field: 'x', allowed: Array.from({ length: 10 }, (_, at) => String(at)) }),
    },
    {
      title: 'text for a number',
      object: wish({ x: '5' }),
      facts: asking('number'),
      ...onX,
      fault: message('rule.module-info.config-form.number', { field: 'x' }),
    },
    {
      title: 'a number for text',
      object: wish({ x: 1.1 }),
      facts: asking('text'),
      path: 'spec.config.x',
      fault: message('rule.module-info.config-form.text', { field: 'x' }),
      wayOut: message('rule.module-info.config-form.text.way-out'),
    },
    {
      title: 'text for a list',
      object: wish({ x: 'a' }),
      facts: asking('select:a', 'multiple'),
      ...onX,
      fault: message('rule.module-info.config-form.list', { field: 'x' }),
    },
    {
      title: 'a switch for the mapping of switches',
      object: wish({ custom: true }),
      facts: published,
      path: 'spec.config.custom',
      fault: message('rule.module-info.config-form.mapping', { field: 'custom' }),
      wayOut,
    },
    {
      title: 'a number that is too small',
      object: wish({ x: 0 }),
      facts: asking('number', 'validation:minimum:1'),
      ...onX,
      fault: message('rule.module-info.config-form.minimum', { field: 'x', limit: 1 }),
    },
    {
      title: 'a number that is too large',
      object: wish({ x: 31 }),
      facts: asking('number', 'validation:maximum:30'),
      ...onX,
      fault: message('rule.module-info.config-form.maximum', { field: 'x', limit: 30 }),
    },
    {
      title: 'text that is too short',
      object: wish({ x: 'a' }),
      facts: asking('text', 'validation:minLength:2'),
      ...onX,
      fault: message('rule.module-info.config-form.min-length', { field: 'x', limit: 2 }),
    },
    {
      title: 'text that is too long',
      object: wish({ x: 'abc' }),
      facts: asking('text', 'validation:maxLength:2'),
      ...onX,
      fault: message('rule.module-info.config-form.max-length', { field: 'x', limit: 2 }),
    },
    {
      title: 'text beside a pattern, of which it shows the beginning',
      object: wish({ x: 'b' }),
      facts: asking('text', `validation:pattern:${'a'.repeat(200)}`),
      ...onX,
      fault: message('rule.module-info.config-form.pattern', { field: 'x', pattern: `${'a'.repeat(100)}…` }),
    },
    {
      title: 'what is required and missing',
      object: wish({}),
      facts: asking('text', 'validation:required'),
      path: 'spec.config.x',
      fault: message('rule.module-info.config-form.required', { field: 'x' }),
      wayOut: message('rule.module-info.config-form.required.way-out', { field: 'x' }),
    },
    {
      title: 'a wrong field beside one that cannot be judged',
      object: wish({ x: 'a', y: 1 }),
      facts: offering({ config: { y: 'text' }, deployDescriptors: [field('x', 'text', 'validation:pattern:(?!a)')] }),
      path: 'spec.config.y',
      fault: message('rule.module-info.config-form.text', { field: 'y' }),
      wayOut: message('rule.module-info.config-form.text.way-out'),
    },
  ],
  warns: [
    {
      title: 'a field that the form does not have',
      object: wish({ custom: { mps_enabled: true } }),
      facts: published,
      path: 'spec.config.custom.mps_enabled',
      fault: message('rule.module-info.config-form.unknown.nearest', {
        field: 'custom.mps_enabled',
        ...plugin,
        nearest: 'custom.mps_enable',
      }),
      wayOut: message('rule.module-info.config-form.unknown.way-out'),
    },
    {
      title: 'a field where there is no form',
      object: wish({ x: 1 }),
      facts: offering({ config: {}, deployDescriptors: [] }),
      path: 'spec.config.x',
      fault: message('rule.module-info.config-form.unknown', { field: 'x', ...plugin }),
      wayOut: message('rule.module-info.config-form.unknown.way-out'),
    },
    {
      title: 'a field that another one makes useless',
      object: wish({ on: false, x: 'wrong' }),
      facts: offering({ config: { on: false }, deployDescriptors: [field('x', 'number', 'fieldDependency:on:true')] }),
      path: 'spec.config.x',
      fault: message('rule.module-info.config-form.idle', { field: 'x', other: 'on', values: ['true'] }),
      wayOut: message('rule.module-info.config-form.idle.way-out', { field: 'x', other: 'on' }),
    },
  ],
  leaves: [
    {
      title: 'a field whose pattern cannot be read',
      object: wish({ x: 'a' }),
      facts: asking('text', 'validation:pattern:(?!a)'),
      lacks: 'moduleConfigs',
    },
  ],
});
