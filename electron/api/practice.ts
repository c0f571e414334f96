import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { PRACTICE_NAMES } from '../../shared/domain/practice.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { findService } from '../services/registry.ts';
import { accountSecretName } from '../storage/accounts.ts';
import { type ApiContext, vaultFailure } from './environment.ts';
import { findCommandLine, findPracticeList, type StartedProcess, startWithNode } from './practice-process.ts';

const SERVICE = 'gigaset';
/** Loading the command line and opening a port takes a second; a slow machine gets its time. */
const START_TIMEOUT_MS = 20_000;

const addressLine = z.object({
  [SERVICE]: z.object({ url: z.string(), user: z.string(), password: z.string() }),
});

type Address = z.infer<typeof addressLine>[typeof SERVICE];

/** What the practice account holds before: an old server's entry, one that is right already, somebody else's. */
const SEED = [
  { mac: '7C2F8020E5FA', url: 'https://old.example.net/%MACD.xml', name: 'practice', owner: 'me' },
  { mac: '7C2F804E8DB4', url: 'https://elsewhere.example/%MACD.xml', name: 'another', owner: 'other' },
] as const;

function parseAddress(line: string | null): Address | null {
  try {
    return addressLine.parse(JSON.parse(line ?? ''))[SERVICE];
  } catch {
    return null;
  }
}

/** The handlers of the contract's group `practice`. */
export function createPracticeHandlers(
  context: ApiContext,
  importSource: GroupHandlers<'lists'>['importSource'],
): GroupHandlers<'practice'> {
  const { store, changed } = context;
  let running: { readonly child: StartedProcess; readonly address: Promise<Address | null> } | null = null;

  /** Starts the services once: two calls at the same moment get the same ones. */
  function startOnce(): Promise<Address | null> {
    if (running !== null) return running.address;
    const script = findCommandLine();
    if (script === null) return Promise.resolve(null);
    const child = (context.startProcess ?? startWithNode)(script, ['practice', '--services', SERVICE]);
    const late = new Promise<null>((resolve) => {
      setTimeout(resolve, START_TIMEOUT_MS, null).unref();
    });
    const address = Promise.race([child.firstLine, late]).then(async (line) => {
      const found = parseAddress(line);
      if (found === null) child.stop();
      else await seed(found);
      return found;
    });
    const current = { child, address };
    running = current;
    void child.ended.then(() => {
      if (running === current) running = null;
    });
    return address;
  }

  /** The account for these services: their address and password are new at every start. */
  function bringAccount(name: string, { url, user, password }: Address): Result<void, ReturnType<typeof vaultFailure>> {
    const found = store.accounts.find(name);
    const account = { service: SERVICE, url, user, ca: '', pin: '', proxy: 'none' };
    if (found !== null) store.accounts.update({ ...found, ...account });
    const id = found?.id ?? store.accounts.add({ name, ...account, ...limitsOf() });
    const kept = store.vault.setSecret(accountSecretName(id), password);
    return kept.ok ? success(undefined) : failure(vaultFailure(kept.error));
  }

  async function bringRollout(name: string): Promise<void> {
    const rollout = store.rollouts.find(name)?.id ?? store.rollouts.add(name);
    const path = findPracticeList();
    if (path === null || store.devices.count(rollout) > 0) return;
    const source = { name: 'practice-24.csv', base64: await readFile(path, 'base64') };
    await importSource({ rollout: name, source, mapping: {}, sheet: '', language: 'en' });
  }

  return {
    start: async ({ language = 'en' }) => {
      // The account has a password, and it is kept nowhere but in the vault.
      if (store.vault.state !== 'open' && !(await context.unlock())) return failure(vaultFailure('locked'));
      const address = await startOnce();
      if (address === null) return failure(inputFailure('input.practice-not-started'));
      const known = Object.values(PRACTICE_NAMES);
      const account = known.find((names) => store.accounts.find(names.account) !== null) ?? PRACTICE_NAMES[language];
      const { rollout } =
        known.find((names) => store.rollouts.find(names.rollout) !== null) ?? PRACTICE_NAMES[language];
      const brought = bringAccount(account.account, address);
      if (!brought.ok) return brought;
      await bringRollout(rollout);
      changed(rollout);
      return success({ account: account.account, rollout, url: address.url });
    },
    stop: async () => {
      const current = running;
      if (current === null) return success({});
      running = null;
      current.child.stop();
      await current.child.ended;
      return success({});
    },
  };
}

function limitsOf(): { readonly concurrency: number; readonly batch: number } {
  const service = findService(SERVICE);
  if (service === null) throw new Error(`There is no service ${SERVICE}.`);
  const { concurrency, batch } = service.description.limits;
  return { concurrency, batch };
}

/** Practice is worth less when every phone is new: some are known to the service before. */
async function seed({ url }: Address): Promise<void> {
  await fetch(new URL('/practice/seed', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(SEED),
  });
}
