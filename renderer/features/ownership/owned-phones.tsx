import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, memo, useCallback, useRef, useState } from 'react';
import type { OwnedPhone } from '../../../shared/contract/ownership.ts';
import { type Speech, useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { Check } from '../../components/field.tsx';
import { Quoted } from '../../components/message.tsx';
import { role } from '../../components/role.ts';
import { formatMac } from '../devices/cells.tsx';

/** How high a row mostly is, in CSS pixels; each is measured once it is drawn. */
const ROW_PX = 64;
/** How many rows beyond those in view are drawn on either side. */
const OVERSCAN_ROWS = 8;
const COLUMNS = ['pick', 'mac', 'room', 'standing', 'refused', 'parked', 'action'] as const;

/**
 * The phones that another account owns, of which those in view are drawn; a table all the same, which tells its number
 * of rows and at which one is.
 */
export function OwnedPhones({
  phones,
  chosen,
  onChosen,
  onLook,
}: {
  readonly phones: readonly OwnedPhone[];
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
  readonly onLook: (mac: string) => void;
}) {
  const { t } = useSpeech();
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const virtualizer = useVirtualizer({
    count: phones.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => phones[index]?.mac ?? index,
    overscan: OVERSCAN_ROWS,
    // The row with the focus stays, or the focus would be lost with it.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      if (focused === null || focused >= phones.length || indexes.includes(focused)) return indexes;
      return [...indexes, focused].sort((a, b) => a - b);
    },
  });
  const isAll = phones.every(({ mac }) => chosen.has(mac));
  const current = useRef({ chosen, onChosen, onLook });
  current.current = { chosen, onChosen, onLook };
  const toggle = useCallback((mac: string, isChosen: boolean) => {
    const next = new Set(current.current.chosen);
    if (isChosen) next.add(mac);
    else next.delete(mac);
    current.current.onChosen(next);
  }, []);
  const look = useCallback((mac: string) => current.current.onLook(mac), []);
  const items = virtualizer.getVirtualItems();
  const rest = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div className="owned-phones" ref={scroller}>
      <table className="table" aria-rowcount={phones.length + 1}>
        <caption className="sr-only">{t('ui.ownership.phones')}</caption>
        <colgroup>
          {COLUMNS.map((column) => (
            <col key={column} className={column} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">
              <Check isSelected={isAll} onChange={(all) => onChosen(new Set(all ? phones.map(({ mac }) => mac) : []))}>
                <span className="sr-only">{t('ui.ownership.select-all')}</span>
              </Check>
            </th>
            <th scope="col">{t('field.mac')}</th>
            <th scope="col">{t('field.room')}</th>
            <th scope="col">{t('ui.ownership.standing')}</th>
            <th scope="col">{t('ui.ownership.refused')}</th>
            <th scope="col">{t('ui.ownership.parked')}</th>
            <th scope="col">
              <span className="sr-only">{t('ui.ownership.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody
          onFocus={({ target }) => setFocused(Number(target.closest('tr')?.dataset.index))}
          onBlur={() => setFocused(null)}
        >
          {items.map(({ index, start, key }, at) => {
            const phone = phones[index];
            if (phone === undefined) return null;
            return (
              <Fragment key={key}>
                <Gap heightPx={start - (items[at - 1]?.end ?? 0)} />
                <PhoneRow
                  index={index}
                  measure={virtualizer.measureElement}
                  phone={phone}
                  isChosen={chosen.has(phone.mac)}
                  onChosen={toggle}
                  onLook={look}
                />
              </Fragment>
            );
          })}
          <Gap heightPx={rest} />
        </tbody>
      </table>
    </div>
  );
}

/** The room of rows that aren't drawn. */
function Gap({ heightPx }: { readonly heightPx: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr {...role('none', { 'aria-hidden': true })} className="gap">
      <td colSpan={COLUMNS.length} style={{ height: heightPx }} />
    </tr>
  );
}

const PhoneRow = memo(function PhoneRow({
  index,
  measure,
  phone,
  isChosen,
  onChosen,
  onLook,
}: {
  readonly index: number;
  readonly measure: (row: HTMLTableRowElement | null) => void;
  readonly phone: OwnedPhone;
  readonly isChosen: boolean;
  readonly onChosen: (mac: string, isChosen: boolean) => void;
  readonly onLook: (mac: string) => void;
}) {
  const speech = useSpeech();
  const { t, time } = speech;
  const mac = formatMac(phone.mac);
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2}>
      <td>
        <Check isSelected={isChosen} onChange={(isSelected) => onChosen(phone.mac, isSelected)}>
          <span className="sr-only">{t('ui.ownership.select', { mac })}</span>
        </Check>
      </td>
      <th scope="row" className="row-name mono">
        {mac}
      </th>
      <td>
        <p>{phone.room}</p>
        <p className="muted">{phone.user}</p>
      </td>
      <td>
        <p>
          <strong>{wordStanding(speech, phone)}</strong>
        </p>
        {phone.looks.map(({ account, finding, reason, lookedAt }) => (
          <p key={account} className="muted">
            {account}: {t(`ownership.finding.${finding}`)}
            {reason === null || finding === 'held' ? '' : ` (${reason})`}, {time(lookedAt)}
          </p>
        ))}
      </td>
      <td>
        {phone.account === '' ? null : (
          <>
            <p>{phone.account}</p>
            <p className="muted">{time(phone.refusedAt)}</p>
          </>
        )}
        {phone.serviceWords === null ? null : <Quoted>{phone.serviceWords}</Quoted>}
      </td>
      <td>
        {phone.parked === null ? null : (
          <>
            <p>{t('ui.ownership.parked-since', { time: time(phone.parked.at) })}</p>
            <p className="muted">{phone.parked.note}</p>
          </>
        )}
      </td>
      <td>
        <Button look="quiet" onPress={() => onLook(phone.mac)} aria-label={t('ui.ownership.look-at', { mac })}>
          {t('ui.ownership.look')}
        </Button>
      </td>
    </tr>
  );
});

function wordStanding({ t }: Speech, { standing, heldBy }: OwnedPhone): string {
  return t(`ownership.standing.${standing}`, { account: heldBy ?? '' });
}
