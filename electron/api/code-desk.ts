import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { inputFailure } from '../../shared/contract/api-failure.ts';
import type { CodeConnection } from '../../shared/contract/codes.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { unlockAccount } from '../rollouts/job.ts';
import type { CodeService, CodeSession } from '../services/code-service.ts';
import { CODE_SERVICES, findCodeService } from '../services/registry.ts';
import type { OpenAccount } from '../services/service.ts';
import type { Account } from '../storage/accounts.ts';
import { type ApiContext, jobFailure, wrongService } from './environment.ts';
import { toReasonView } from './views.ts';

/** An account that gives out codes, connected. */
export interface OpenDesk {
  readonly account: Account;
  readonly session: CodeSession;
}

/**
 * Keeps one session for each account that gives out codes, however many calls use it: a person who confirms a two-factor
 * login does so once.
 */
export class CodeDesk {
  readonly #context: ApiContext;
  readonly #findService: (id: string) => CodeService | null;
  readonly #open = new Map<string, OpenDesk>();
  readonly #connections = new Map<string, CodeConnection>();

  /** @param findService @default the registry's */
  constructor(context: ApiContext, findService: (id: string) => CodeService | null = findCodeService) {
    this.#context = context;
    this.#findService = findService;
  }

  /**
   * Opens an account, or gives the session that is open. Needs the vault. No network yet.
   *
   * @param directory Name of the account of the PBX; empty: none.
   */
  async open(name: string, directory: string): Promise<Result<OpenDesk, ApiFailure>> {
    const key = JSON.stringify([name, directory]);
    const open = this.#open.get(key);
    if (open !== undefined) return success(open);
    const found = await this.#unlock(name);
    if (!found.ok) return found;
    const { account, service, opened } = found.value;
    const pbx = directory === '' ? null : await this.#unlock(directory);
    if (pbx?.ok === false) return pbx;
    const session = service.connect(opened, pbx?.value.opened);
    if (!session.ok) return failure(jobFailure({ kind: 'account', failure: session.error }));
    const desk = { account, session: session.value };
    this.#open.set(key, desk);
    session.value.onConnection((state) => {
      const connection: CodeConnection = {
        account: name,
        state: state.kind,
        number: state.kind === 'confirm' ? state.number : '',
        cause: state.kind === 'lost' ? toReasonView(state.failure) : null,
      };
      this.#connections.set(name, connection);
      this.#context.emit('codeConnection', connection);
    });
    return success(desk);
  }

  async #unlock(
    name: string,
  ): Promise<
    Result<{ readonly account: Account; readonly service: CodeService; readonly opened: OpenAccount }, ApiFailure>
  > {
    const { store, unlock } = this.#context;
    const account = store.accounts.find(name);
    if (account === null) return failure(inputFailure('input.no-account', { name }));
    const service = this.#findService(account.service);
    if (service === null) return failure(wrongService(account, CODE_SERVICES));
    let opened = unlockAccount(store, account);
    if (!opened.ok && (await unlock())) opened = unlockAccount(store, account);
    return opened.ok ? success({ account, service, opened: opened.value }) : failure(jobFailure(opened.error));
  }

  /** How an account's connection stands; `null`: none was opened. */
  connectionOf(account: string): CodeConnection | null {
    return this.#connections.get(account) ?? null;
  }

  /** Closes every session. */
  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    this.#connections.clear();
    await Promise.all(open.map(({ session }) => session.close()));
  }
}
