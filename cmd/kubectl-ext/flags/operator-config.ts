import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import { envVarOf, nodeLabelOf, type OperatorConfig, tolerationOf } from '../../../shared/model/operator-config.ts';
import { type Flags, type FlagValues, kebab } from '../flag.ts';

/** What every Deployment of an operator gets, by the `spec.config` of its Subscription. */
export const operatorConfigFlags = {
  env: { type: 'string', array: true, whole: true, value: 'NAME=VALUE', summary: 'flag.env' },
  nodeSelector: { type: 'string', array: true, value: 'KEY=VALUE', summary: 'flag.node-selector' },
  toleration: { type: 'string', array: true, value: 'KEY[=VALUE][:EFFECT]', summary: 'flag.toleration' },
} as const satisfies Flags;

/** The configuration that flags ask for; undefined where they ask for none. Throws `usage`. */
export function operatorConfigOf({ env, nodeSelector, toleration }: FlagValues<typeof operatorConfigFlags>): OperatorConfig | undefined {
  const config: OperatorConfig = {
    ...(env.length === 0 ? {} : { env: readAll('env', env, envVarOf) }),
    ...(nodeSelector.length === 0 ? {} : { nodeSelector: Object.fromEntries(readAll('nodeSelector', nodeSelector, nodeLabelOf)) }),
    ...(toleration.length === 0 ? {} : { tolerations: readAll('toleration', toleration, tolerationOf) }),
  };
  return Object.keys(config).length === 0 ? undefined : config;
}

function readAll<T>(name: keyof typeof operatorConfigFlags, texts: readonly string[], read: (text: string) => T | undefined): T[] {
  return texts.map((text) => {
    const item = read(text);
    if (item !== undefined) return item;
    const { value: form } = operatorConfigFlags[name];
    throw new ExtError('usage', message('error.bad-form', { flag: `--${kebab(name)}`, value: text, form }));
  });
}
