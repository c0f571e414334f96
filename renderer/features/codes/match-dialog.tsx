import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import type { CodeRow } from '../../../shared/contract/codes.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { nameOf } from './code-words.ts';

/** Everybody of a rollout, to find a scanned user's name. */
const EVERYBODY = { sort: { column: 'place', direction: 'ascending' }, filter: { text: '', states: [] } } as const;

/** Pairs phones with desks: a label and a slip, scanned one after the other, with any scanner that types. */
export function MatchDialog({
  rollout,
  chosen,
  onUser,
  onClose,
}: {
  readonly rollout: string;
  /** The one user that is selected in the board. */
  readonly chosen: CodeRow | null;
  /** A slip was scanned without a label before it. */
  readonly onUser: (name: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useSpeech();
  const [text, setText] = useState('');
  const [mac, setMac] = useState('');
  const [holders, setHolders] = useState<readonly string[]>([]);
  const [elsewhere, setElsewhere] = useState<ValueOf<'codes', 'find'>['holders']>([]);
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function rowsOf(ids: readonly number[]): Promise<readonly CodeRow[]> {
    const found: CodeRow[] = [];
    for (let offset = 0; found.length < ids.length; offset += 500) {
      const { sort, filter } = EVERYBODY;
      const page = await call('codes', 'board', {
        rollout,
        sort,
        filter: { ...filter, states: [] },
        offset,
        limit: 500,
      });
      if (!page.ok || page.value.rows.length === 0) break;
      found.push(...page.value.rows.filter(({ id }) => ids.includes(id)));
    }
    return found;
  }

  async function give(to: CodeRow, phone: string): Promise<void> {
    const given = await call('codes', 'edit', { rollout, id: to.id, fields: { mac: phone } });
    if (!given.ok) {
      setFailure(given.error);
      return;
    }
    setSaid(t('ui.codes.matched', { mac: formatMacPairs(phone as MacAddress), user: nameOf(to) }));
    setMac('');
    setHolders([]);
    setElsewhere([]);
  }

  async function scan(): Promise<void> {
    if (text.trim() === '') return;
    setFailure(null);
    setSaid('');
    const matched = await call('codes', 'match', { rollout, text });
    setText('');
    if (!matched.ok) {
      setFailure(matched.error);
      return;
    }
    if (matched.value.user !== null) {
      const [user] = await rowsOf([matched.value.user]);
      if (user === undefined) return;
      if (mac !== '') await give(user, mac);
      else onUser(nameOf(user));
      return;
    }
    setMac(matched.value.mac);
    setHolders((await rowsOf(matched.value.holders)).map(nameOf));
    const found = await call('codes', 'find', { mac: matched.value.mac });
    setElsewhere(found.ok ? found.value.holders.filter((each) => each.rollout !== rollout) : []);
  }

  return (
    <Dialog
      title={t('ui.codes.match-title')}
      onClose={onClose}
      foot={
        <Button look="primary" onPress={onClose}>
          {t('ui.common.close')}
        </Button>
      }
    >
      <p>{t('ui.codes.match-text')}</p>
      {failure === null ? null : <FailureMessage failure={failure} />}
      {said === '' ? null : (
        <Message look="good">
          <p>{said}</p>
        </Message>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void scan();
        }}
      >
        <Field label={t('ui.codes.scanned')} value={text} onChange={setText} isMono autoFocus />
      </form>
      {mac === '' ? null : (
        <Message look={holders.length > 0 ? 'attention' : 'plain'}>
          <p>
            <strong>{t('ui.codes.match-mac', { mac: formatMacPairs(mac as MacAddress) })}</strong>
          </p>
          <p>
            {holders.length === 0
              ? t('ui.codes.match-nobody')
              : holders.map((user) => t('ui.codes.match-holder', { user })).join(' ')}
          </p>
          {elsewhere.map((each) => (
            <p key={`${each.rollout} ${each.user}`}>
              {t('ui.codes.match-elsewhere', { rollout: each.rollout, user: each.user || each.extension })}
            </p>
          ))}
          {chosen === null ? (
            <p className="muted">{t('ui.codes.match-scan-slip')}</p>
          ) : (
            <Button onPress={() => give(chosen, mac)}>{t('ui.codes.match-give', { user: nameOf(chosen) })}</Button>
          )}
        </Message>
      )}
    </Dialog>
  );
}
