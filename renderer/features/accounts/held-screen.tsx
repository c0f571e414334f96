import { ArrowLeft } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { AccountRow } from '../../../shared/contract/accounts.ts';
import type { RegisteredRow } from '../../../shared/contract/services.ts';
import { matchesWords } from '../../app/match-words.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { IconButton } from '../../components/button.tsx';
import { Skeleton } from '../../components/empty.tsx';
import { FilterField } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { role } from '../../components/role.ts';
import { formatMac } from '../devices/cells.tsx';

/** More than this nobody reads; the filter finds the rest. */
const SHOWN = 300;

function textOf({ mac, url, name, model, date }: RegisteredRow): string {
  return [mac, formatMac(mac), url, name, model, date].join(' ');
}

/** What an account holds at its service: read when the screen opens; changes nothing. */
export function HeldScreen({ account, onClose }: { readonly account: AccountRow; readonly onClose: () => void }) {
  const { t, counted } = useSpeech();
  const held = useCall('services', 'registered', { account: account.name, names: [], model: '', url: '', path: '' });
  const [search, setSearch] = useState('');
  const phones = held.value?.phones ?? null;
  const found = useMemo(() => (phones ?? []).filter((phone) => matchesWords(textOf(phone), search)), [phones, search]);
  return (
    <>
      <header className="screen-head">
        <IconButton label={t('ui.common.back')} onPress={onClose}>
          <ArrowLeft size={20} className="icon" aria-hidden="true" />
        </IconButton>
        <h1>{t('ui.held.title', { account: account.name })}</h1>
      </header>
      <search className="toolbar">
        <FilterField label={t('ui.devices.filter')} value={search} onChange={setSearch} />
        <span className="muted" role="status">
          {phones === null ? null : counted('ui.common.devices', found.length)}
        </span>
      </search>
      <div
        {...role('region', { 'aria-label': t('ui.held.title', { account: account.name }), tabIndex: 0 })}
        className="screen-body"
      >
        {held.failure === null ? null : <FailureMessage failure={held.failure} />}
        {phones === null ? (
          held.isSlow ? (
            <Skeleton rows={8} />
          ) : null
        ) : found.length === 0 ? (
          <Message>
            <p>{t(phones.length === 0 ? 'ui.held.none' : 'ui.devices.found-none')}</p>
          </Message>
        ) : (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('field.mac')}</th>
                <th scope="col">{t('field.url')}</th>
                <th scope="col">{t('ui.held.name')}</th>
                <th scope="col">{t('field.model')}</th>
                <th scope="col">{t('ui.held.date')}</th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, SHOWN).map((phone) => (
                <tr key={phone.mac}>
                  <td className="mono nowrap">{formatMac(phone.mac)}</td>
                  <td className="mono">{phone.url}</td>
                  <td>{phone.name}</td>
                  <td>{phone.model}</td>
                  <td className="nowrap">{phone.date}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {found.length > SHOWN ? <p className="muted">{counted('ui.held.more', found.length - SHOWN)}</p> : null}
      </div>
    </>
  );
}
