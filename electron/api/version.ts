import description from '../../package.json' with { type: 'json' };

/** Rollcall's version, as `package.json` has it. */
export const ROLLCALL_VERSION: string = description.version;
