import type { ReactNode } from 'react';
import type { DeviceRow } from '../../../shared/contract/devices.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import { outcomeMessage } from '../../../shared/words/messages.ts';
import type { Speech } from '../../app/words.tsx';
import { type MarkKind, StatusMark } from '../../components/status-mark.tsx';
import { type ColumnId, fieldText } from './columns.ts';

/** How much of a long URL's end is always seen: the file that a phone asks for. */
const TAIL_LENGTH = 14;

/** A MAC as it is read from a label: in pairs. The core sends only MACs that its parser made. */
export function formatMac(mac: string): string {
  return formatMacPairs(mac as MacAddress).toUpperCase();
}

/** What a device's mark is: its place in a run that goes, else its latest outcome. */
export function markOf(row: Pick<DeviceRow, 'outcome' | 'running'>, isGoing: boolean): MarkKind {
  if (row.running !== null && isGoing) return row.running === 'waiting' ? 'waiting' : 'running';
  return row.outcome ?? 'none';
}

/** The word beside a mark. */
export function wordMark({ t }: Speech, kind: MarkKind): string {
  return kind === 'waiting' || kind === 'running' || kind === 'none' ? t(`ui.status.${kind}`) : t(`outcome.${kind}`);
}

/** Why a device's latest outcome is what it is, in a sentence; empty where the outcome says it all. */
export function wordReason({ t }: Speech, row: DeviceRow): string {
  if (row.outcome === null) return '';
  const { outcome, reason, aspect, detail } = row;
  return outcomeMessage(t, { kind: outcome, reason, aspect, detail }, row.mac as MacAddress);
}

/** A device's cell as plain text: for the clipboard and for what is read aloud. */
export function cellText(speech: Speech, row: DeviceRow, column: ColumnId): string {
  switch (column) {
    case 'mac':
      return row.checkCode === '' ? formatMac(row.mac) : `${formatMac(row.mac)} ${row.checkCode}`;
    case 'outcome':
      return row.outcome === null ? '' : wordMark(speech, row.outcome);
    case 'reason':
      return wordReason(speech, row);
    case 'account':
      return row.account ?? '';
    case 'time':
      return row.time === null ? '' : speech.time(row.time);
    default:
      return fieldText(row, column);
  }
}

/** A device's cell as it is drawn. No component: a grid has hundreds of cells, and each would cost as one. */
export function drawCell(speech: Speech, row: DeviceRow, column: ColumnId, isGoing: boolean): ReactNode {
  if (column === 'mac') {
    return (
      <span className="mono">
        {formatMac(row.mac)}
        {row.checkCode === '' ? null : <span className="code">{row.checkCode}</span>}
      </span>
    );
  }
  if (column === 'outcome') {
    const kind = markOf(row, isGoing);
    return <StatusMark kind={kind}>{wordMark(speech, kind)}</StatusMark>;
  }
  const text = cellText(speech, row, column);
  if (column === 'url') {
    if (text.length <= TAIL_LENGTH * 2) return <span className="mono">{text}</span>;
    return (
      <span className="mid-cut mono">
        <span>{text.slice(0, -TAIL_LENGTH)}</span>
        <span>{text.slice(-TAIL_LENGTH)}</span>
      </span>
    );
  }
  return text;
}
