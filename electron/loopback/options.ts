import { parseArgs } from 'node:util';
import { failure, type Result, success } from '../../shared/result.ts';

/** What the browser window's host is started with. */
export interface LoopbackOptions {
  /** The data folder; empty: the usual one. */
  readonly data: string;
  /** Whether the system's browser is opened; else only the address is printed. */
  readonly opensBrowser: boolean;
}

/** Reads the host's command line; a failure holds Node's own words for what it doesn't understand. */
export function parseLoopbackOptions(text: readonly string[]): Result<LoopbackOptions, string> {
  try {
    const { values } = parseArgs({
      args: [...text],
      options: { data: { type: 'string', default: '' }, 'no-open': { type: 'boolean', default: false } },
    });
    return success({ data: values.data, opensBrowser: !values['no-open'] });
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}
