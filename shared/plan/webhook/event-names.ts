/** The reason of the webhook's Events about writes that only the mode of a rule let pass. */
export const wouldDeny = 'WouldDeny';

/** Where the webhook's Events name the rules that objected, separated by commas. */
export const rulesAnnotation = 'ext.cpaas.io/rules';
