import type { OutcomeRow, PlanRow } from '../../shared/contract/contract.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import { formatMacPairs } from '../../shared/domain/mac.ts';
import { NO_ENTRY } from '../../shared/domain/outcome.ts';
import { outcomeMessage } from '../../shared/words/messages.ts';
import type { Output } from './output.ts';

/** An outcome as a JSON line has it: a contract for scripts. */
export function outcomeObject(output: Output, row: OutcomeRow): Readonly<Record<string, unknown>> {
  return {
    mac: row.mac,
    'check-code': row.checkCode,
    action: row.action,
    outcome: row.outcome,
    reason: row.reason,
    message: outcomeMessage(output.translate, { ...row, kind: row.outcome }, row.mac as MacAddress),
    service: row.serviceWords,
    before: { url: row.before?.url ?? null, name: row.before?.name ?? null },
    now: row.now ?? NO_ENTRY,
  };
}

/** An outcome as a line for people. */
export function outcomeText(output: Output, row: OutcomeRow): string {
  const { translate } = output;
  const message = outcomeMessage(translate, { ...row, kind: row.outcome }, row.mac as MacAddress);
  const parts = [
    formatMacPairs(row.mac as MacAddress),
    translate(`outcome.${row.outcome}`),
    message,
    row.serviceWords !== null && row.outcome !== 'done' && row.outcome !== 'unchanged'
      ? translate('cli.service-words', { words: row.serviceWords })
      : '',
  ];
  return parts.filter((part) => part !== '').join('  ');
}

/** A device of a plan as a JSON line has it. */
export function planObject(output: Output, row: PlanRow): Readonly<Record<string, unknown>> {
  return {
    mac: row.mac,
    'check-code': row.checkCode,
    action: row.action,
    group: row.group,
    reason: row.reason,
    message: planMessage(output, row),
    service: row.serviceWords,
    before: { url: row.before?.url ?? null, name: row.before?.name ?? null },
    target: row.action === 'register' ? row.target : { url: null, name: null },
    warnings: row.warnings,
  };
}

/** A device of a plan as a line for people. */
export function planText(output: Output, row: PlanRow): string {
  const { translate } = output;
  const from = row.before?.url ?? '';
  const to = row.action === 'register' ? row.target.url : '';
  const change =
    row.group === 're-point' && row.outcome === null ? `${from} -> ${to}` : row.group === 'new' ? `-> ${to}` : from;
  return [formatMacPairs(row.mac as MacAddress), translate(`group.${row.group}`), change, planMessage(output, row)]
    .filter((part) => part !== '')
    .join('  ');
}

function planMessage(output: Output, row: PlanRow): string {
  if (row.outcome === null) return '';
  return outcomeMessage(output.translate, { ...row, kind: row.outcome }, row.mac as MacAddress);
}
