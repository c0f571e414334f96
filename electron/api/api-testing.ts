import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import type { Api, Pushes } from '../../shared/contract/contract.ts';
import type { DeviceFilter } from '../../shared/contract/devices.ts';
import type { Result } from '../../shared/result.ts';
import { openStoreForChanges, type Store } from '../storage/store.ts';
import { createApi } from './index.ts';
import type { PhoneWaits } from './openstage-station.ts';

/** What was told, in its order. */
export type Told = {
  readonly [Name in keyof Pushes]: { readonly name: Name; readonly value: Pushes[Name] };
}[keyof Pushes];

/** The api on a data folder of its own, both gone when the test is. */
export interface TestApi {
  readonly api: Api;
  readonly store: Store;
  readonly folder: string;
  readonly told: Told[];
}

/** The passphrase of every test's vault. */
export const PASSPHRASE = 'correct horse';

/** Opens the api on a new data folder; the vault is open unless `locked`. */
export async function openTestApi({
  locked = false,
  phoneWaits = {},
}: {
  readonly locked?: boolean;
  readonly phoneWaits?: Partial<PhoneWaits>;
} = {}): Promise<TestApi> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  const store = expectValue(await openStoreForChanges(folder));
  const told: Told[] = [];
  const api = createApi({
    store,
    phoneWaits,
    unlock: async () => store.vault.state === 'open',
    emit: (name, value) => told.push({ name, value } as Told),
  });
  if (!locked) expectValue(await store.vault.open(PASSPHRASE));
  onTestFinished(async () => {
    await api.practice.stop({});
    await api.updateServer.stop({});
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { api, store, folder, told };
}

/** What a call succeeded with. */
export function expectValue<T>(result: Result<T, unknown>): T {
  if (result.ok) return result.value;
  throw new Error(`This was to succeed: ${JSON.stringify(result.error)}`);
}

/** The words with which a call failed. */
export function expectWords(result: Result<unknown, ApiFailure>): string {
  if (result.ok) throw new Error('This was to fail.');
  return result.error.concern === 'input' ? result.error.words : `service: ${result.error.failure.reason}`;
}

/** A list as a window sends it. */
export function sourceOf(text: string, name = 'list.csv'): { readonly name: string; readonly base64: string } {
  return { name, base64: Buffer.from(text).toString('base64') };
}

/** A filter that everything passes. */
export const ANY: DeviceFilter = { text: '', outcomes: [], room: null, model: null };
