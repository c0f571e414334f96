import type { PhoneJob } from '../../shared/domain/code.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { OwnCodeStore } from '../services/innovaphone/own-codes.ts';
import { showUrl, type Vault, type VaultFailure } from '../storage/vault.ts';

/** A command with an option whose value is a secret, or with a token in the address of Devices. */
const HOLDS_SECRET = /\/\S*(?:pwd|pass|secret|token|key)\S*\s+\S|\bsysclient\b/i;

/**
 * Makes commands fit to be stored: those that can hold a password are sealed.
 *
 * @returns `locked` when there is one and the vault isn't open.
 */
export function sealCommands(vault: Vault, commands: readonly string[]): Result<readonly string[], VaultFailure> {
  const sealed: string[] = [];
  for (const command of commands) {
    const stored = HOLDS_SECRET.test(command) ? vault.sealText(command) : success(command);
    if (!stored.ok) return failure(stored.error);
    sealed.push(stored.value);
  }
  return success(sealed);
}

/** Whether phones get these jobs only while the vault is open. */
export function holdsSealed(jobs: readonly PhoneJob[]): boolean {
  return jobs.some((job) => job.kind === 'configuration' && job.lines.some((line) => showUrl(line) !== line));
}

/** A store whose jobs have their commands as they were given; reading them rejects while the vault is locked. */
export function withPlainJobs(store: OwnCodeStore, vault: Vault): OwnCodeStore {
  const reveal = (line: string): string => {
    const plain = vault.revealUrl(line);
    if (!plain.ok) throw new Error(plain.error);
    return plain.value;
  };
  return {
    listLive: (nowMs) => store.listLive(nowMs),
    add: (code) => store.add(code),
    redeem: (code, mac, nowMs) => store.redeem(code, mac, nowMs),
    redeemedBy: (mac) => store.redeemedBy(mac),
    listJobs: async () => {
      const jobs = await store.listJobs();
      return jobs.map((job) => (job.kind === 'software' ? job : { ...job, lines: job.lines.map(reveal) }));
    },
    keepContacts: (contacts) => store.keepContacts(contacts),
    listContacts: () => store.listContacts(),
  };
}
