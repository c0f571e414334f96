import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { inputFailure, serviceFailure } from '../../shared/contract/api-failure.ts';
import type { Pushes } from '../../shared/contract/contract.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { LogFile } from '../log/log-file.ts';
import type { JobFailure } from '../rollouts/job.ts';
import { findRedirectionService, findService, REDIRECTION_SERVICES } from '../services/registry.ts';
import type { AccountSession, OpenAccount, RedirectionService, Service } from '../services/service.ts';
import type { PdfPrinter } from '../sheets/pdf-printer.ts';
import type { Account } from '../storage/accounts.ts';
import type { Rollout } from '../storage/rollouts.ts';
import type { Store } from '../storage/store.ts';
import type { VaultFailure } from '../storage/vault.ts';
import type { DeviceIndexes } from './device-index.ts';
import type { GoingWork } from './going-work.ts';
import type { PhoneWaits } from './openstage-station.ts';
import type { StartProcess } from './practice-process.ts';
import type { RunCounts } from './run-counts.ts';
import type { UpdateAbility } from './updates.ts';

/** What a host can do beside showing a window; what is missing has a plain stand-in, or isn't offered. */
export interface HostAbilities {
  /**
   * Starts the command line as a process of its own; for hosts whose own program doesn't run scripts.
   *
   * @default `startWithNode`
   */
  readonly startProcess?: StartProcess;
  /** How long to wait for phones; for tests. @default `PHONE_WAITS` */
  readonly phoneWaits?: Partial<PhoneWaits>;
  /**
   * Makes a PDF of a page; for hosts that print by themselves.
   *
   * @default an installed browser, see `createBrowserPrinter`
   */
  readonly printPdf?: PdfPrinter;
  /**
   * Asks the system which proxy leads to a URL; answers as proxy scripts do, see `parseProxyList`.
   *
   * @default the environment's variables
   */
  readonly resolveProxy?: (url: string) => Promise<string>;
  /** Shows a folder in the system's own file manager. */
  readonly showFolder?: (folder: string) => Promise<void>;
  /** @default this Rollcall doesn't update itself */
  readonly updates?: UpdateAbility;
}

/** What the handlers work on. */
export interface ApiEnvironment extends HostAbilities {
  readonly store: Store;
  /**
   * Asks the person for the vault's passphrase and opens it, when a secret turns up while it is locked.
   *
   * @returns whether it is open now.
   */
  readonly unlock: () => Promise<boolean>;
  /** Tells whoever listens; values are fit to be shown. */
  readonly emit: <Name extends keyof Pushes>(name: Name, value: Pushes[Name]) => void;
}

/** What the handlers share beside their {@link ApiEnvironment}. */
export interface ApiContext extends ApiEnvironment {
  readonly indexes: DeviceIndexes;
  readonly counts: RunCounts;
  readonly printPdf: PdfPrinter;
  readonly log: LogFile;
  readonly work: GoingWork;
  /** Tells that something about a rollout changed; seldom enough for a window. */
  readonly changed: (rollout: string) => void;
}

/** Finds a rollout by name, or says that there is none. */
export function requireRollout(store: Store, name: string): Result<Rollout, ApiFailure> {
  const rollout = store.rollouts.find(name);
  return rollout === null ? failure(inputFailure('input.no-rollout', { name })) : success(rollout);
}

/** An account, its service, and how to open it. */
export interface FoundAccount {
  readonly account: Account;
  readonly service: Service;
  readonly connect: (account: OpenAccount) => Result<AccountSession>;
}

/** Finds an account of any service by name. */
export function requireAccount(store: Store, name: string): Result<FoundAccount, ApiFailure> {
  const account = store.accounts.find(name);
  if (account === null) return failure(inputFailure('input.no-account', { name }));
  const service = findService(account.service);
  if (service?.connect === undefined) return failure(inputFailure('input.no-service', { service: account.service }));
  return success({ account, service, connect: service.connect });
}

/** Says that an account's service can't do what was asked for, and which services can. */
export function wrongService(account: Account, able: readonly Service[]): ApiFailure {
  const services = able.map(({ description }) => description.title).join(', ');
  const title = findService(account.service)?.description.title ?? account.service;
  return inputFailure('input.wrong-service', { name: account.name, service: title, services });
}

/** Finds an account of a redirection service by name. */
export function requireRedirection(
  store: Store,
  name: string,
): Result<{ readonly account: Account; readonly service: RedirectionService }, ApiFailure> {
  const found = requireAccount(store, name);
  if (!found.ok) return found;
  const { account } = found.value;
  const service = findRedirectionService(account.service);
  return service === null ? failure(wrongService(account, REDIRECTION_SERVICES)) : success({ account, service });
}

/** A failure of the vault, as an answer; `detail` may name the `account` whose password it is about. */
export function vaultFailure(reason: VaultFailure, detail: Readonly<Record<string, string>> = {}): ApiFailure {
  return inputFailure(`vault.${reason}`, detail);
}

/** A failure of a job that could not begin, as an answer. */
export function jobFailure(cause: JobFailure): ApiFailure {
  if (cause.kind === 'account') return serviceFailure(cause.failure);
  return vaultFailure(cause.reason, cause.account === undefined ? {} : { account: cause.account });
}

/** A file that could not be read or written, as an answer about what was asked for. */
export function fileFailure(cause: Failure): ApiFailure {
  return inputFailure(`reason.${cause.reason}`, {
    ...cause.detail,
    ...(cause.aspect === undefined ? null : { context: cause.aspect }),
  });
}
