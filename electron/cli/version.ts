import description from '../../package.json' with { type: 'json' };

/** Rollcall's version, as `package.json` has it. */
export const VERSION: string = description.version;
