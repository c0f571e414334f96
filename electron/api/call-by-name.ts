import { type ApiFailure, inputFailure } from '../../shared/contract/api-failure.ts';
import { type Api, contract } from '../../shared/contract/contract.ts';
import { failure, type Result } from '../../shared/result.ts';

/** Fields of arguments that name a place on this computer's disk: for the command line, never for a window. */
const PATH_FIELDS = ['path', 'problemsPath', 'folder', 'caFile'] as const;

/**
 * Makes a call for a window, whatever it sends as names and argument.
 *
 * Only the contract's own calls can be reached (`constructor`, numbers, objects are none). A window names no place on
 * the disk: bytes come from it and go to it, so that a page gone wrong can neither read nor write files. The call
 * itself parses the argument.
 *
 * @returns `null` when the contract has no such call; nothing was done then.
 */
export function callByName(
  api: Api,
  group: unknown,
  name: unknown,
  argument: unknown,
): Promise<Result<unknown, ApiFailure>> | null {
  if (!isCall(group, name)) return null;
  const field = findPath(argument);
  if (field !== null) {
    return Promise.resolve(failure(inputFailure('input.bad-argument', { field, problem: 'not for a window' })));
  }
  const calls = api[group as keyof Api] as unknown as Readonly<Record<string, Handler>>;
  return calls[name as string]?.(argument) ?? null;
}

/** Tells whether the contract has a call of this group and name. */
export function isCall(group: unknown, name: unknown): boolean {
  if (typeof group !== 'string' || typeof name !== 'string' || !Object.hasOwn(contract, group)) return false;
  return Object.hasOwn(contract[group as keyof typeof contract], name);
}

type Handler = (argument: unknown) => Promise<Result<unknown, ApiFailure>>;

function findPath(argument: unknown): string | null {
  if (typeof argument !== 'object' || argument === null) return null;
  const fields = argument as Readonly<Record<string, unknown>>;
  return PATH_FIELDS.find((field) => Object.hasOwn(fields, field) && fields[field] !== '') ?? null;
}
