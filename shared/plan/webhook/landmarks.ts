import { disabledMap } from './disabled.ts';
import { own, webhookName, webhookNamespace } from './manifest.ts';
import { modesMap } from './modes.ts';

/** Objects by which plans find out how the webhook stands: the replicas, the modes of rules, and what a break-glass has saved. */
export const deploymentOfWebhook = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: own() } as const;
export const mapOfModes = { apiVersion: 'v1', kind: 'ConfigMap', metadata: own(modesMap) } as const;
export const mapOfDisabled = { apiVersion: 'v1', kind: 'ConfigMap', metadata: own(disabledMap) } as const;

/** How people see why replicas are not ready. */
export const whyNotReady = [
  `kubectl get pods -n ${webhookNamespace}`,
  `kubectl logs -n ${webhookNamespace} deployment/${webhookName}`,
] as const;
