import { ArrowLeft, Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { AccountRow } from '../../../shared/contract/accounts.ts';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import type { ComparedPhone } from '../../../shared/contract/services.ts';
import { matchesWords } from '../../app/match-words.ts';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Skeleton } from '../../components/empty.tsx';
import { Choice, Field, FilterField } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { role } from '../../components/role.ts';
import { formatMac } from '../devices/cells.tsx';

/** More than this nobody reads; the filter finds the rest. */
const SHOWN = 300;

type Missing = ValueOf<'services', 'compared'>['missing'][number];

/** Which of the phones to show. */
const VIEWS = ['all', 'strange', 'known', 'missing'] as const;

interface Listing {
  readonly names: readonly string[];
  readonly model: string;
  readonly url: string;
}

const EVERYTHING: Listing = { names: [], model: '', url: '' };

function textOf({ mac, url, name, model, date, rollouts }: ComparedPhone): string {
  return [mac, formatMac(mac), url, name, model, date, ...rollouts].join(' ');
}

function missingText({ mac, rollout, room, user }: Missing): string {
  return [mac, formatMac(mac), rollout, room, user].join(' ');
}

/** What an account holds at its service, compared with the rollouts: read when asked for; changes nothing. */
export function HeldScreen({ account, onClose }: { readonly account: AccountRow; readonly onClose: () => void }) {
  const { t, counted, number } = useSpeech();
  const [listing, setListing] = useState(EVERYTHING);
  const held = useCall('services', 'compared', { account: account.name, ...listing, names: [...listing.names] });
  const [search, setSearch] = useState('');
  const [view, setView] = useState<(typeof VIEWS)[number]>('all');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [saved, setSaved] = useState('');
  const phones = held.value?.phones ?? null;
  const missing = held.value?.missing ?? null;
  const byView = useMemo(() => {
    const all = phones ?? [];
    return {
      all,
      strange: all.filter(({ rollouts }) => rollouts.length === 0),
      known: all.filter(({ rollouts }) => rollouts.length > 0),
    };
  }, [phones]);
  const found = useMemo(
    () => (view === 'missing' ? [] : byView[view].filter((phone) => matchesWords(textOf(phone), search))),
    [byView, view, search],
  );
  const foundMissing = useMemo(
    () => (view === 'missing' ? (missing ?? []).filter((phone) => matchesWords(missingText(phone), search)) : []),
    [missing, view, search],
  );
  const count = view === 'missing' ? foundMissing.length : found.length;

  async function save(format: 'csv' | 'xml'): Promise<void> {
    const wanted = { account: account.name, ...listing, names: [...listing.names] };
    const file = await call('services', 'registeredFile', { ...wanted, format });
    setFailure(file.ok ? null : file.error);
    if (!file.ok) return;
    const path = await saveFile(file.value);
    if (path !== null) setSaved(t('ui.common.saved', { path }));
  }

  function wordNone() {
    if (view === 'missing' && missing?.length === 0) return 'ui.held.missing-none';
    return view !== 'missing' && phones?.length === 0 ? 'ui.held.none' : 'ui.devices.found-none';
  }

  const shownFailure = failure ?? held.failure;
  return (
    <>
      <header className="screen-head">
        <IconButton label={t('ui.common.back')} onPress={onClose}>
          <ArrowLeft size={20} className="icon" aria-hidden="true" />
        </IconButton>
        <h1>{t('ui.held.title', { account: account.name })}</h1>
        <div className="end">
          {(['csv', 'xml'] as const)
            .filter((format) => format === 'csv' || account.service === 'gigaset')
            .map((format) => (
              <Button key={format} isDisabled={phones === null || phones.length === 0} onPress={() => save(format)}>
                <Download size={16} className="icon" aria-hidden="true" />
                {t(`ui.held.save-${format}`)}
              </Button>
            ))}
        </div>
      </header>
      <search className="toolbar">
        <FilterField label={t('ui.devices.filter')} value={search} onChange={setSearch} />
        <div className="facet">
          <Choice
            label={t('ui.held.show')}
            isLabelHidden
            value={view}
            onChange={(id) => setView(VIEWS.find((each) => each === id) ?? 'all')}
            options={VIEWS.map((id) => ({
              id,
              text: t(`ui.held.${id}`),
              count: number(id === 'missing' ? (missing?.length ?? 0) : byView[id].length),
            }))}
          />
        </div>
        <span className="muted" role="status">
          {phones === null ? null : saved === '' ? counted('ui.common.devices', count) : saved}
        </span>
      </search>
      <div
        {...role('region', { 'aria-label': t('ui.held.title', { account: account.name }), tabIndex: 0 })}
        className="screen-body"
      >
        <ListingForm key={account.name} service={account.service} onListing={setListing} />
        {shownFailure === null ? null : <FailureMessage failure={shownFailure} />}
        {phones === null ? (
          held.isSlow ? (
            <Skeleton rows={8} />
          ) : null
        ) : count === 0 ? (
          <Message>
            <p>{t(wordNone())}</p>
          </Message>
        ) : view === 'missing' ? (
          <MissingTable missing={foundMissing.slice(0, SHOWN)} />
        ) : (
          <PhoneTable phones={found.slice(0, SHOWN)} />
        )}
        {count > SHOWN ? <p className="muted">{counted('ui.held.more', count - SHOWN)}</p> : null}
      </div>
    </>
  );
}

/** What the service itself is asked for: provider names at Gigaset, a model and a URL at snom. */
function ListingForm({
  service,
  onListing,
}: {
  readonly service: string;
  readonly onListing: (listing: Listing) => void;
}) {
  const { t } = useSpeech();
  const [names, setNames] = useState('');
  const [model, setModel] = useState('');
  const [url, setUrl] = useState('');
  return (
    <form
      className="listing"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = names.split(',').map((name) => name.trim());
        onListing({ names: wanted.filter((name) => name !== ''), model: model.trim(), url: url.trim() });
      }}
    >
      {service === 'snom' ? (
        <>
          <Field label={t('field.model')} value={model} onChange={setModel} />
          <Field label={t('field.url')} value={url} onChange={setUrl} isMono />
        </>
      ) : (
        <Field label={t('ui.held.names')} value={names} onChange={setNames} hint={t('ui.held.names-hint')} />
      )}
      <Button type="submit">{t('ui.held.ask-again')}</Button>
    </form>
  );
}

function PhoneTable({ phones }: { readonly phones: readonly ComparedPhone[] }) {
  const { t } = useSpeech();
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('field.mac')}</th>
          <th scope="col">{t('field.url')}</th>
          <th scope="col">{t('ui.held.name')}</th>
          <th scope="col">{t('field.model')}</th>
          <th scope="col">{t('ui.held.date')}</th>
          <th scope="col">{t('ui.held.in')}</th>
        </tr>
      </thead>
      <tbody>
        {phones.map((phone) => (
          <tr key={phone.mac}>
            <td className="mono nowrap">{formatMac(phone.mac)}</td>
            <td className="mono">{phone.url}</td>
            <td>{phone.name}</td>
            <td>{phone.model}</td>
            <td className="nowrap">{phone.date}</td>
            <td>{phone.rollouts.length === 0 ? t('ui.held.in-none') : phone.rollouts.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MissingTable({ missing }: { readonly missing: readonly Missing[] }) {
  const { t, time } = useSpeech();
  return (
    <>
      <p className="muted">{t('ui.held.missing-text')}</p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('field.mac')}</th>
            <th scope="col">{t('ui.held.in')}</th>
            <th scope="col">{t('field.room')}</th>
            <th scope="col">{t('field.user')}</th>
            <th scope="col">{t('ui.held.last')}</th>
          </tr>
        </thead>
        <tbody>
          {missing.map((phone) => (
            <tr key={`${phone.mac} ${phone.rollout}`}>
              <td className="mono nowrap">{formatMac(phone.mac)}</td>
              <td>{phone.rollout}</td>
              <td>{phone.room}</td>
              <td>{phone.user}</td>
              <td className="nowrap">{time(phone.time)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
