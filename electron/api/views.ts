import type { OutcomeRow, PlanRow, RunSummary } from '../../shared/contract/contract.ts';
import type { PreviewRow } from '../../shared/contract/lists.ts';
import type { DeviceDraft } from '../../shared/domain/device.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import { isSecretItem, MASKED_ITEM, parseItems } from '../../shared/domain/items.ts';
import type { Entry } from '../../shared/domain/outcome.ts';
import { maskItemValue } from '../../shared/domain/phone-item.ts';
import type { RowWarning } from '../../shared/domain/problem.ts';
import { maskUserinfo } from '../../shared/domain/redact.ts';
import { foreignPlaceholders } from '../../shared/domain/url-template.ts';
import { vendorWarning } from '../../shared/domain/vendor.ts';
import type { DeviceState } from '../rollouts/machine.ts';
import type { PlanItem } from '../rollouts/plan.ts';
import type { RedirectionDescription } from '../services/service.ts';
import type { Account } from '../storage/accounts.ts';
import type { LatestOutcome, StoredEntry } from '../storage/runs.ts';
import { showUrl } from '../storage/vault.ts';
import type { LatestWord } from './device-index.ts';

function maskEntry(entry: Entry | null): Entry | null {
  return entry === null || entry.url === null ? entry : { ...entry, url: maskUserinfo(entry.url) };
}

/** What a service held, as anybody may see it. */
export function showEntry(entry: StoredEntry | null): Entry | null {
  return entry === null || entry.url === null ? entry : { ...entry, url: showUrl(entry.url) };
}

/** A device's items as anybody may see them. */
export function showItems(items: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parseItems(items)).map(([name, value]) => [
      name,
      isSecretItem(name) ? MASKED_ITEM : maskItemValue(name, showUrl(value)),
    ]),
  );
}

/** A device's fields as anybody may see them. */
export function showDeviceFields(device: DeviceDraft): Omit<PreviewRow, 'row' | 'warnings'> {
  return {
    mac: device.mac,
    checkCode: device.checkCode,
    serial: device.serial,
    pin: device.pin,
    vendor: device.vendor,
    model: device.model,
    user: device.user,
    extension: device.extension,
    room: device.room,
    note: device.note,
    url: maskUserinfo(showUrl(device.url)),
    address: device.address,
    server: device.server,
    items: showItems(device.items),
  };
}

/** A device that just got its outcome, as anybody may see it. */
export function toOutcomeRow(state: DeviceState): OutcomeRow {
  const { outcome } = state;
  if (outcome === null) throw new Error('A device without an outcome was to be shown as ended.');
  return {
    mac: state.mac,
    checkCode: state.checkCode,
    action: state.action,
    outcome: outcome.kind,
    reason: outcome.reason,
    aspect: outcome.aspect,
    detail: outcome.detail === null ? null : { ...outcome.detail },
    serviceWords: outcome.serviceWords,
    before: maskEntry(state.before),
    now: maskEntry(outcome.now),
  };
}

/** What the index of a rollout needs of a device that just got its outcome. */
export function toLatestWord({ name }: Account): (state: DeviceState) => LatestWord & { readonly mac: string } {
  const time = new Date().toISOString();
  return ({ mac, outcome }) => {
    if (outcome === null) throw new Error('A device without an outcome was to be noted as ended.');
    return { mac, outcome: outcome.kind, reason: outcome.reason, account: name, time };
  };
}

/** A stored outcome as anybody may see it. */
export function storedOutcomeRow(device: LatestOutcome): OutcomeRow {
  const { outcome } = device;
  return {
    mac: device.mac,
    checkCode: device.checkCode,
    action: device.action,
    outcome: outcome.kind,
    reason: outcome.reason,
    aspect: outcome.aspect,
    detail: outcome.detail === null ? null : { ...outcome.detail },
    serviceWords: outcome.serviceWords,
    before: showEntry(device.before),
    now: showEntry(outcome.now),
  };
}

/** A device of a plan as anybody may see it, with what is odd about it at this service. */
export function toPlanRow(item: PlanItem, service: RedirectionDescription): PlanRow {
  const warnings: RowWarning[] = [];
  if (item.outcome === null) {
    if (service.hasCheckCode && item.checkCode === '') warnings.push('check-code-missing');
    const vendor = vendorWarning(item.mac, service.id);
    if (vendor !== null) warnings.push(vendor.warning);
    if (foreignPlaceholders(item.target.url, service.id).length > 0) warnings.push('foreign-placeholder');
  }
  return {
    mac: item.mac,
    checkCode: item.checkCode,
    action: item.action,
    group: item.group,
    outcome: item.outcome?.kind ?? null,
    reason: item.outcome?.reason ?? null,
    aspect: item.outcome?.aspect ?? null,
    detail: item.outcome?.detail ? { ...item.outcome.detail } : null,
    serviceWords: item.outcome?.serviceWords ?? null,
    before: maskEntry(item.before),
    target: { url: maskUserinfo(item.target.url), name: item.target.name },
    warnings,
  };
}

/** A failure as anybody may see it. */
export function toReasonView(cause: Failure): NonNullable<RunSummary['stopCause']> {
  return {
    reason: cause.reason,
    aspect: cause.aspect ?? null,
    detail: cause.detail === undefined ? null : { ...cause.detail },
    serviceWords: cause.serviceWords ?? null,
  };
}
