import packageJson from '../../package.json' with { type: 'json' };

declare const BUILD_COMMIT: string | undefined;

/** The version of this program, as it is tagged. */
export const version = `v${packageJson.version}`;

/** The commit it was built from; the build puts it in. */
export const commit = typeof BUILD_COMMIT === 'undefined' ? 'unknown' : BUILD_COMMIT;
