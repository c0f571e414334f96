import { useEffect, useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { fetchMessage } from '../../../shared/words/config-messages.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { formatMac } from '../devices/cells.tsx';
import { markOfState } from './finding-mark.ts';
import { canFollow, type FollowedFile, followChosenFile } from './follow-file.ts';

type Counts = ValueOf<'configs', 'readLog'>['counts'];

/** Who fetched: access-log lines pasted, out of a file, or followed in one. */
export function LogDesk({ rollout, revision }: { readonly rollout: string; readonly revision: number }) {
  const { t, number } = useSpeech();
  const { value, reload } = useCall('configs', 'fetches', { rollout });
  const [text, setText] = useState('');
  const [counts, setCounts] = useState<Counts | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isRefused, setIsRefused] = useState(false);
  const [followed, setFollowed] = useState<FollowedFile | null>(null);
  const current = useRef<FollowedFile | null>(null);
  useEffect(() => {
    if (revision > 0) reload();
  }, [revision, reload]);
  useEffect(() => () => current.current?.stop(), []);

  async function read(lines: string, isNew: boolean, isEnd: boolean): Promise<void> {
    const result = await call('configs', 'readLog', { rollout, text: lines, isNew, isEnd });
    if (!result.ok) return setFailure(result.error);
    setFailure(null);
    setCounts(result.value.counts);
    reload();
  }

  async function follow(): Promise<void> {
    setIsRefused(false);
    const file = await followChosenFile(
      (part, isNew) => read(part, isNew, false),
      () => setIsRefused(true),
    );
    current.current = file;
    setFollowed(file);
  }

  function unfollow(): void {
    current.current?.stop();
    current.current = null;
    setFollowed(null);
  }

  return (
    <section className="section">
      <h2>{t('ui.configs.log')}</h2>
      <p className="muted">{t('ui.configs.log-text')}</p>
      <div role="status" className="stack">
        {counts === null ? null : (
          <Message look="good">
            <p>
              {t('ui.configs.read-done', {
                lines: number(counts.lines),
                others: number(counts.others),
                notHttp: number(counts.notHttp),
                unreadable: number(counts.unreadable),
              })}
            </p>
          </Message>
        )}
        {followed === null ? null : <p>{t('ui.configs.following', { file: followed.name })}</p>}
        {isRefused ? (
          <Message look="attention">
            <p>{t('ui.configs.follow-refused')}</p>
          </Message>
        ) : null}
      </div>
      {failure === null ? null : <FailureMessage failure={failure} />}
      <Field label={t('ui.configs.paste')} value={text} onChange={setText} rows={3} isMono />
      <div className="config-row">
        <Button isDisabled={text.trim() === ''} onPress={() => read(text, true, true)}>
          {t('ui.configs.read')}
        </Button>
        <FileTrigger
          onSelect={async (files) => {
            const [file] = files ?? [];
            if (file !== undefined) await read(await file.text(), true, true);
          }}
        >
          <Button>{t('ui.configs.choose')}</Button>
        </FileTrigger>
        {followed !== null ? (
          <Button onPress={unfollow}>{t('ui.configs.stop-follow')}</Button>
        ) : canFollow() ? (
          <Button onPress={follow}>{t('ui.configs.follow')}</Button>
        ) : null}
      </div>
      <FetchTable phones={value?.phones ?? []} />
    </section>
  );
}

function FetchTable({ phones }: { readonly phones: ValueOf<'configs', 'fetches'>['phones'] }) {
  const { t, time } = useSpeech();
  if (phones.length === 0) return null;
  return (
    <div className="scroll-x">
      <table className="table config-table">
        <caption className="sr-only">{t('ui.configs.log')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ui.configs.phone')}</th>
            <th scope="col">{t('ui.configs.state')}</th>
            <th scope="col">{t('ui.configs.fetched')}</th>
            <th scope="col">{t('ui.configs.meaning')}</th>
          </tr>
        </thead>
        <tbody>
          {phones.map((phone) => (
            <tr key={phone.mac}>
              <th scope="row" className="row-name">
                <p className="mono">{formatMac(phone.mac)}</p>
                <p className="muted">{[phone.user, phone.room].filter((part) => part !== '').join(' · ')}</p>
              </th>
              <td>
                <StatusMark kind={markOfState(phone.state)}>{t(`configs.state.${phone.state}`)}</StatusMark>
              </td>
              <td>
                {phone.time === null ? null : (
                  <>
                    <p>
                      {phone.time === '' ? '' : time(phone.time)} {phone.address}
                    </p>
                    <p className="muted">
                      {[phone.file, phone.status, phone.bytes, phone.firmware]
                        .filter((part) => part !== '')
                        .join(' · ')}
                    </p>
                  </>
                )}
              </td>
              <td>{fetchMessage(t, phone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
