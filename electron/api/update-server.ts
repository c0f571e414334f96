import { networkInterfaces } from 'node:os';
import { type ApiFailure, inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { UpdateRequestRow } from '../../shared/contract/update-server.ts';
import type { PhoneContact } from '../../shared/domain/code.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { OwnCodeStore } from '../services/innovaphone/own-codes.ts';
import {
  readAllowed,
  startUpdateServer,
  type UpdateLogLine,
  type UpdateServer,
} from '../services/innovaphone/update-server.ts';
import { isUpdateUrl } from '../services/innovaphone/url.ts';
import { openStoreForReading } from '../storage/store.ts';
import type { Vault } from '../storage/vault.ts';
import { openBriefly } from './brief-own-codes.ts';
import { type ApiContext, fileFailure, vaultFailure } from './environment.ts';
import { holdsSealed, withPlainJobs } from './job-secrets.ts';
import { createJobHandlers } from './update-jobs.ts';

/** While the data folder isn't kept open: each writing takes its lock. */
const CONTACTS_EVERY_MS = 5_000;

/** What the update server is started with; see the contract's `updateServer.start`. */
interface Wanted {
  readonly address: string;
  readonly port: number;
  readonly allow: readonly string[];
  readonly hours?: readonly number[] | undefined;
  readonly initialMinutes?: number | undefined;
}

/** Reads what shall be let in. */
function readAllow(texts: readonly string[]): Result<readonly string[], ApiFailure> {
  const allow: string[] = [];
  for (const text of texts) {
    const each = readAllowed(text);
    if (each === null) return failure(inputFailure('input.bad-allow', { text }));
    allow.push(each);
  }
  return success(allow);
}

async function start(
  { address, port, allow: texts, hours = [], initialMinutes = 0 }: Wanted,
  store: OwnCodeStore,
  onRequest: (line: UpdateLogLine) => void,
  contactsEveryMs?: number,
): Promise<Result<{ readonly server: UpdateServer; readonly allow: readonly string[] }, ApiFailure>> {
  const allow = readAllow(texts);
  if (!allow.ok) return allow;
  const server = await startUpdateServer({
    address,
    port,
    allow: allow.value,
    window: { hours, initialMinutes },
    store,
    onRequest,
    ...(contactsEveryMs !== undefined && { contactsEveryMs }),
  });
  return server.ok ? success({ server: server.value, allow: allow.value }) : failure(fileFailure(server.error));
}

async function openVault(vault: Vault, passphrase: string): Promise<Result<void, ApiFailure>> {
  if (passphrase === '') return failure(vaultFailure('locked'));
  const opened = await vault.open(passphrase);
  return opened.ok ? success(undefined) : failure(vaultFailure(opened.error));
}

function toRow({ atMs, rowId, ...line }: UpdateLogLine): UpdateRequestRow {
  return { ...line, at: new Date(atMs).toISOString(), user: rowId };
}

/**
 * Starts the update server for a command that serves own codes and nothing else.
 *
 * The data folder is opened for moments only, so that other commands can issue codes meanwhile.
 *
 * @param onRequest told of every request.
 * @param passphrase of the vault; may be empty where no command for phones is sealed.
 */
export async function serveOwnCodes(
  folder: string,
  wanted: Wanted,
  onRequest: (row: UpdateRequestRow) => void,
  passphrase: string,
): Promise<Result<Pick<UpdateServer, 'url' | 'address' | 'port' | 'close'>, ApiFailure>> {
  const opened = await openStoreForReading(folder);
  if (!opened.ok) return failure(inputFailure(`storage.${opened.error.reason}`, opened.error.detail));
  const { vault, ownCodes } = opened.value;
  // A job with a password may come while it serves: the vault is opened now where that can be done.
  const needsVault = holdsSealed(ownCodes.listJobs()) || (passphrase !== '' && vault.state === 'locked');
  opened.value.close();
  const unlocked = needsVault ? await openVault(vault, passphrase) : success(undefined);
  if (!unlocked.ok) return unlocked;
  const tell = (line: UpdateLogLine): void => onRequest(toRow(line));
  const started = await start(wanted, withPlainJobs(openBriefly(folder), vault), tell, CONTACTS_EVERY_MS);
  return started.ok ? success(started.value.server) : started;
}

/** The handlers of the contract's group `updateServer`. */
export function createUpdateServerHandlers(context: ApiContext): GroupHandlers<'updateServer'> {
  const { store, changed, unlock } = context;
  let running: { readonly server: UpdateServer; readonly allow: readonly string[] } | null = null;
  let isStarting = false;
  let leaves = false;

  function onRequest({ outcome, rowId }: UpdateLogLine): void {
    if (outcome !== 'redeemed') return;
    const rollout = store.rollouts.list().find(({ id }) => store.codes.users(id).some((user) => user.id === rowId));
    if (rollout !== undefined) changed(rollout.name);
  }

  const contactsNow = (): readonly PhoneContact[] => running?.server.contacts ?? store.ownCodes.listContacts();

  async function startUnlocked(wanted: Wanted): ReturnType<typeof start> {
    if (holdsSealed(store.ownCodes.listJobs()) && store.vault.state !== 'open' && !(await unlock()))
      return failure(vaultFailure('locked'));
    return start(wanted, withPlainJobs(store.ownCodes, store.vault), onRequest);
  }

  return {
    state: async () =>
      success({
        running:
          running === null
            ? null
            : {
                url: running.server.url,
                address: running.server.address,
                port: running.server.port,
                allow: [...running.allow],
                phones: running.server.contacts.length,
                hours: [...running.server.window.hours],
                initialMinutes: running.server.window.initialMinutes,
              },
        addresses: Object.entries(networkInterfaces()).flatMap(([name, list = []]) =>
          list.filter(({ internal }) => !internal).map(({ address }) => ({ address, name })),
        ),
        locked: [...(running?.server.locked ?? [])],
        leaves,
      }),
    start: async (wanted) => {
      if (running !== null || isStarting) return failure(inputFailure('input.update-server-runs'));
      isStarting = true;
      const started = await startUnlocked(wanted).finally(() => {
        isStarting = false;
      });
      if (!started.ok) return started;
      running = started.value;
      const { url, address, port } = running.server;
      return success({ url, address, port });
    },
    stop: async () => {
      const current = running;
      running = null;
      leaves = false;
      await current?.server.close();
      return success({});
    },
    log: async ({ limit }) => {
      const lines = running?.server.log ?? [];
      return success({ total: lines.length, rows: lines.slice(-limit).reverse().map(toRow) });
    },
    inventory: async ({ offset, limit }) => {
      const contacts = contactsNow();
      const rows = contacts
        .slice(offset, offset + limit)
        .map(({ firstSeenMs, lastSeenMs, lastRequest, uploads, jobs, ...contact }) => ({
          ...contact,
          uploads: { ...uploads },
          firstSeen: new Date(firstSeenMs).toISOString(),
          lastSeen: new Date(lastSeenMs).toISOString(),
        }));
      return success({ total: contacts.length, rows });
    },
    lastRequest: async ({ mac }) => {
      return success({ text: contactsNow().find((contact) => contact.mac === mac)?.lastRequest ?? '' });
    },
    unlock: async ({ address }) => {
      running?.server.unlock(address);
      return success({});
    },
    ...createJobHandlers(context, contactsNow),
    leave: async ({ url }) => {
      if (url !== null && url !== '' && !isUpdateUrl(url)) return failure(inputFailure('input.bad-url'));
      running?.server.leave(url);
      leaves = running !== null && url !== null;
      return success({});
    },
  };
}
