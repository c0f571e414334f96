import { useEffect, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import type { HandoverConflict, HandoverField, Take } from '../../../shared/contract/handover.ts';
import { useNavigation } from '../../app/navigation.ts';
import { type Speech, useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Skeleton } from '../../components/empty.tsx';
import { Choice, Field, Segments } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { Tally } from '../../components/tally.tsx';
import { formatMac } from '../devices/cells.tsx';
import type { ArrivedFile } from './arrivals.ts';

type Look = ValueOf<'handover', 'look'>;

const keyOf = ({ mac, field }: Pick<HandoverConflict, 'mac' | 'field'>): string => `${mac} ${field}`;

function wordField({ t }: Speech, field: HandoverField): string {
  return field.startsWith('item:')
    ? field.slice('item:'.length)
    : t(`field.${field as Exclude<HandoverField, `item:${string}`>}`);
}

/** Shows what a `.rollcall` file would bring, lets differing fields be decided, and opens it. */
export function OpenRolloutDialog({ file, onClose }: { readonly file: ArrivedFile; readonly onClose: () => void }) {
  const speech = useSpeech();
  const { t, counted, number, time } = speech;
  const { go } = useNavigation();
  const [rollout, setRollout] = useState<string | null>(null);
  const [look, setLook] = useState<Look | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [take, setTake] = useState<Take>('mine');
  const [choices, setChoices] = useState<Readonly<Record<string, Take>>>({});
  const [isBusy, setIsBusy] = useState(false);
  const name = rollout ?? look?.rollout ?? '';
  const isNamed = rollout === null || rollout.trim() !== '';
  useEffect(() => {
    if (!isNamed) return;
    let isCurrent = true;
    call('handover', 'look', { source: file, rollout: rollout?.trim() ?? null }).then((result) => {
      if (!isCurrent) return;
      setFailure(result.ok ? null : result.error);
      if (result.ok) setLook(result.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [file, rollout, isNamed]);

  async function merge() {
    if (look === null || !isNamed || isBusy) return;
    setIsBusy(true);
    const chosen = look.conflicts.flatMap(({ mac, field }) => {
      const choice = choices[keyOf({ mac, field })];
      return choice === undefined ? [] : [{ mac, field, take: choice }];
    });
    const result = await call('handover', 'merge', { source: file, rollout: look.rollout, take, choices: chosen });
    setIsBusy(false);
    if (!result.ok) return setFailure(result.error);
    onClose();
    go({ screen: 'rollout', rollout: result.value.rollout, tab: 'devices' });
  }

  const isUnreadable = look === null && failure !== null;
  const isSame = look !== null && look.added + look.filled + look.conflictCount === 0;
  return (
    <Dialog
      title={t('ui.handover.title', { file: file.name })}
      onClose={onClose}
      foot={
        <>
          <Button look="quiet" onPress={onClose}>
            {t(isUnreadable ? 'ui.common.close' : 'ui.common.cancel')}
          </Button>
          {isUnreadable ? null : (
            <Button look="primary" isDisabled={look === null || !isNamed || isBusy} onPress={merge}>
              {look === null ? t('ui.handover.reading') : counted('ui.handover.merge', look.devices)}
            </Button>
          )}
        </>
      }
    >
      {failure === null ? null : <FailureMessage failure={failure} />}
      {look === null ? (
        failure === null ? (
          <Skeleton rows={4} />
        ) : null
      ) : (
        <div className="stack">
          <Field
            label={t('ui.handover.into')}
            value={name}
            onChange={setRollout}
            hint={t(look.isNew ? 'ui.handover.into-hint-new' : 'ui.handover.into-hint-there')}
          />
          <p className="muted">
            {counted('ui.handover.devices', look.devices)} · {t('ui.handover.saved', { time: time(look.savedAt) })}
          </p>
          {isSame ? (
            <Message look="good">{t('ui.handover.nothing-new')}</Message>
          ) : (
            <dl className="figures">
              {(
                [
                  ['added', look.added],
                  ['filled', look.filled],
                  ['same', look.same],
                ] as const
              ).map(([id, count]) => (
                <div key={id}>
                  <dt>{t(`ui.handover.${id}`)}</dt>
                  <dd>{number(count)}</dd>
                </div>
              ))}
            </dl>
          )}
          {look.conflictCount === 0 ? null : (
            <Conflicts look={look} take={take} onTake={setTake} choices={choices} onChoices={setChoices} />
          )}
          {look.outcomes.none === look.devices ? null : (
            <div>
              <h3>{t('ui.handover.stood')}</h3>
              <Tally counts={look.outcomes} />
            </div>
          )}
          {look.secretsLeftOut === 0 ? null : (
            <Message look="attention">{counted('ui.handover.secrets', look.secretsLeftOut)}</Message>
          )}
        </div>
      )}
    </Dialog>
  );
}

function Conflicts({
  look,
  take,
  onTake,
  choices,
  onChoices,
}: {
  readonly look: Look;
  readonly take: Take;
  readonly onTake: (take: Take) => void;
  readonly choices: Readonly<Record<string, Take>>;
  readonly onChoices: (choices: Readonly<Record<string, Take>>) => void;
}) {
  const speech = useSpeech();
  const { t, counted } = speech;
  const options = [
    { id: 'mine', text: t('ui.handover.mine') },
    { id: 'theirs', text: t('ui.handover.theirs') },
  ] as const;
  const hidden = look.conflictCount - look.conflicts.length;
  return (
    <section className="stack">
      <h3>{counted('ui.handover.conflicts-title', look.conflictCount)}</h3>
      <Segments
        label={t('ui.handover.all')}
        value={take}
        options={options}
        onChange={(next) => {
          onTake(next);
          onChoices({});
        }}
      />
      <div className="conflicts">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('ui.handover.mac')}</th>
              <th scope="col">{t('ui.handover.field')}</th>
              <th scope="col">{t('ui.handover.mine-value')}</th>
              <th scope="col">{t('ui.handover.theirs-value')}</th>
              <th scope="col">{t('ui.handover.choose')}</th>
            </tr>
          </thead>
          <tbody>
            {look.conflicts.map((conflict) => {
              const key = keyOf(conflict);
              const field = wordField(speech, conflict.field);
              const chosen = choices[key] ?? take;
              return (
                <tr key={key}>
                  <td className="mono">{formatMac(conflict.mac)}</td>
                  <td>{field}</td>
                  <td className={chosen === 'mine' ? 'cut chosen' : 'cut muted'} title={conflict.mine}>
                    {conflict.mine}
                  </td>
                  <td className={chosen === 'theirs' ? 'cut chosen' : 'cut muted'} title={conflict.theirs}>
                    {conflict.theirs}
                  </td>
                  <td>
                    <Choice
                      label={t('ui.handover.choice', { field, mac: formatMac(conflict.mac) })}
                      isLabelHidden
                      value={chosen}
                      options={options}
                      onChange={(id) => onChoices({ ...choices, [key]: id === 'theirs' ? 'theirs' : 'mine' })}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {hidden === 0 ? null : <p className="muted">{counted('ui.handover.more', hidden)}</p>}
    </section>
  );
}
