import { useEffect } from 'react';
import type { PhonePlanRow, PhoneRow } from '../../../shared/contract/openstage.ts';
import { formatPhoneItemKey } from '../../../shared/domain/phone-item.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { type MarkKind, StatusMark } from '../../components/status-mark.tsx';

const RESULT_MARKS = {
  stored: 'done',
  refused: 'refused',
  unknown: 'unknown',
  unchanged: 'unchanged',
  unsent: 'none',
} as const satisfies Record<PhoneRow['written'][number]['result'], MarkKind>;

/** What a phone would not show. */
function useValue(): (value: string | null) => string {
  const { t } = useSpeech();
  return (value) => (value === null ? t('ui.phones.unreadable') : value === '' ? '–' : value);
}

/** Items of a plan, old beside new. */
export function PlannedItems({ items }: { readonly items: PhonePlanRow['items'] }) {
  const { t } = useSpeech();
  const show = useValue();
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('ui.phones.item')}</th>
            <th scope="col">{t('ui.phones.before')}</th>
            <th scope="col">{t('ui.phones.wanted')}</th>
            <th scope="col">{t('ui.phones.result')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={formatPhoneItemKey(item)}>
              <td className="mono">{formatPhoneItemKey(item)}</td>
              <td>{show(item.before)}</td>
              <td>{show(item.wanted)}</td>
              <td className={item.change === 'change' ? '' : 'muted'}>{t(`ui.phones.change.${item.change}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What became of each item of a write. */
export function WrittenItems({ items }: { readonly items: PhoneRow['written'] }) {
  const { t } = useSpeech();
  const show = useValue();
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('ui.phones.item')}</th>
            <th scope="col">{t('ui.phones.wanted')}</th>
            <th scope="col">{t('ui.phones.after')}</th>
            <th scope="col">{t('ui.phones.result')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={formatPhoneItemKey(item)}>
              <td className="mono">{formatPhoneItemKey(item)}</td>
              <td>{show(item.wanted)}</td>
              <td>{show(item.after)}</td>
              <td>
                <StatusMark kind={RESULT_MARKS[item.result]}>{t(`ui.phones.results.${item.result}`)}</StatusMark>
                {item.status === null ? null : (
                  <p className="quoted">{t('ui.phones.phone-said', { words: item.status })}</p>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The items of a phone in its story: what its latest run wrote; nothing for phones that are not spoken with. */
export function PhoneItemsStory({
  rollout,
  mac,
  revision,
}: {
  readonly rollout: string;
  readonly mac: string;
  /** Counts up with every change of the rollout. */
  readonly revision: number;
}) {
  const { t, time } = useSpeech();
  const { value, reload } = useCall('openstage', 'story', { rollout, mac });
  useEffect(() => {
    if (revision > 0) reload();
  }, [revision, reload]);
  if (value === null || (value.runs.length === 0 && value.items.length === 0)) return null;
  const [latest] = value.runs;
  return (
    <section className="section">
      <h3>{t('ui.phones.story')}</h3>
      {value.readAt === null ? null : <p className="muted">{t('ui.phones.read', { time: time(value.readAt) })}</p>}
      {latest === undefined ? null : <WrittenItems items={latest.items} />}
    </section>
  );
}
