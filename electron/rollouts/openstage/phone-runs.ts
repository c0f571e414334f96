import type { MacAddress } from '../../../shared/domain/device.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import { isSecretValue } from '../../../shared/domain/items.ts';
import type { Outcome, OutcomeKind, RunAction } from '../../../shared/domain/outcome.ts';
import { formatPhoneItemKey, type PhoneItem } from '../../../shared/domain/phone-item.ts';
import type { WrittenItem } from '../../../shared/domain/phone-job.ts';
import type { PhoneReading } from '../../storage/openstage.ts';
import type { Run, StoredOutcome } from '../../storage/runs.ts';
import type { Store } from '../../storage/store.ts';
import type { Vault } from '../../storage/vault.ts';

/** The name under which runs with phones stand where others have an account. */
export const PHONES_ACCOUNT = 'OpenStage';
/** The service of such runs. */
export const PHONES_SERVICE = 'openstage';

/** Makes an outcome. */
export function makeOutcome(
  kind: OutcomeKind,
  about: Partial<Pick<Outcome, 'reason' | 'aspect' | 'detail' | 'serviceWords'>> = {},
): Outcome {
  return { kind, reason: null, aspect: null, detail: null, serviceWords: null, ...about, now: null };
}

/** A failure as an outcome of its phone: nothing was changed. */
export function failedOutcome({ reason, aspect, detail, serviceWords }: Failure): Outcome {
  const about = { reason, aspect: aspect ?? null, detail: detail ?? null, serviceWords: serviceWords ?? null };
  return makeOutcome(reason === 'cancelled' ? 'cancelled' : 'failed', about);
}

/** An outcome as it is stored. */
export function toStoredOutcome(outcome: Outcome): StoredOutcome {
  return { ...outcome, endedAt: new Date().toISOString() };
}

/** The outcome of a phone whose items were written. */
export function outcomeOfWrite(items: readonly WrittenItem[]): Outcome {
  const refused = items.filter(({ result }) => result === 'refused');
  const serviceWords =
    refused.length === 0
      ? null
      : refused
          .map((item) => `${formatPhoneItemKey(item)}: ${item.status ?? '≠'}`)
          .join(', ')
          .slice(0, 500);
  if (items.some(({ result }) => result === 'unknown')) {
    return makeOutcome('unknown', { reason: 'no-answer', aspect: 'phone', serviceWords });
  }
  if (refused.length > 0) {
    const detail = { refused: refused.length, total: items.length };
    return makeOutcome('refused', { reason: 'items-refused', detail, serviceWords });
  }
  return makeOutcome(items.some(({ result }) => result === 'stored') ? 'done' : 'unchanged');
}

/** Stores a run with phones, each with the outcome it has already, if any. */
export function addPhoneRun(
  store: Store,
  rolloutId: number,
  action: RunAction,
  undoOf: number | null,
  phones: readonly { readonly mac: MacAddress; readonly outcome: Outcome | null; readonly about: string }[],
): Promise<number> {
  return store.runs.add(
    { rolloutId, account: PHONES_ACCOUNT, service: PHONES_SERVICE, action, undoOf },
    phones.map(({ mac, outcome, about }, position) => ({
      position,
      mac,
      checkCode: '',
      action,
      group: outcome === null ? 'write' : outcome.kind === 'unchanged' ? 'unchanged' : 'invalid',
      target: { url: '', name: about },
      before: null,
      stage: outcome === null ? 'waiting' : 'ended',
      outcome: outcome === null ? null : toStoredOutcome(outcome),
    })),
  );
}

/** The runs with phones that go on in this process. */
const GOING = new WeakMap<Store, Set<number>>();

/** Notes that a run with phones goes on, or has ended. */
export function setPhoneRunGoing(store: Store, runId: number, isGoing: boolean): void {
  const runs = GOING.get(store) ?? new Set();
  if (isGoing) runs.add(runId);
  else runs.delete(runId);
  GOING.set(store, runs);
}

/** Ends a run that was interrupted: what was sent is unknown until it is read again, the rest was not begun. One that goes on is left alone. */
export function settlePhoneRun(store: Store, run: Run): void {
  if (GOING.get(store)?.has(run.id)) return;
  const changes = store.runs
    .devices(run.id)
    .filter(({ outcome }) => outcome === null)
    .map((device) => {
      const outcome =
        device.stage === 'waiting'
          ? makeOutcome('cancelled', { reason: 'cancelled' })
          : makeOutcome('unknown', { reason: 'interrupted', aspect: 'phone' });
      return { ...device, stage: 'ended', outcome: toStoredOutcome(outcome) } as const;
    });
  store.runs.update(run.id, changes);
  store.runs.finish(run.id);
}

/** A secret fit to be stored: sealed where the vault is open, else nothing. */
function seal(vault: Vault, name: string, value: string): string {
  if (value === '' || !isSecretValue(name, value)) return value;
  const sealed = vault.sealText(value);
  return sealed.ok ? sealed.value : '';
}

/** Keeps what a phone told. */
export function keepReading(store: Store, rolloutId: number, reading: PhoneReading): void {
  const items = reading.items.map((item): PhoneItem => ({ ...item, value: seal(store.vault, item.name, item.value) }));
  store.openstage.keepReading(rolloutId, { ...reading, items });
}

/** Keeps what became of the items of a phone. */
export function keepWritten(store: Store, runId: number, mac: MacAddress, items: readonly WrittenItem[]): void {
  const sealed = (name: string, value: string | null) => (value === null ? null : seal(store.vault, name, value));
  store.openstage.keepWritten(
    runId,
    mac,
    items.map((item) => ({
      ...item,
      before: sealed(item.name, item.before),
      wanted: seal(store.vault, item.name, item.wanted),
      after: sealed(item.name, item.after),
    })),
  );
}
