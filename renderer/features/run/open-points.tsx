import type { DeviceRow } from '../../../shared/contract/devices.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Quoted } from '../../components/message.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { formatMac, wordReason } from '../devices/cells.tsx';

/** So many are shown here; the grid's filter shows all. */
const SHOWN = 50;

/** What a run left to look at: each phone that was refused, failed or is unknown, with its reason. */
export function OpenPoints({ rollout, run }: { readonly rollout: string; readonly run: number }) {
  const { t, counted } = useSpeech();
  const page = useCall('devices', 'page', {
    rollout,
    sort: { column: 'outcome', direction: 'ascending' },
    filter: { text: '', outcomes: ['refused', 'failed', 'unknown'], room: null, model: null },
    offset: 0,
    limit: SHOWN,
  });
  const rows = page.value?.rows ?? [];
  const more = (page.value?.total ?? 0) - rows.length;
  if (rows.length === 0) return null;
  return (
    <section className="section" key={run}>
      <h2>{t('ui.run.open')}</h2>
      <div className="scroll-x">
        <table className="table">
          <tbody>
            {rows.map((row) => (
              <OpenPoint key={row.mac} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 ? <p className="muted">{counted('ui.run.open-more', more)}</p> : null}
    </section>
  );
}

function OpenPoint({ row }: { readonly row: DeviceRow }) {
  const speech = useSpeech();
  const { t } = speech;
  return (
    <tr>
      <th scope="row" className="row-name mono">
        {formatMac(row.mac)}
      </th>
      <td>{row.outcome === null ? null : <StatusMark kind={row.outcome}>{t(`outcome.${row.outcome}`)}</StatusMark>}</td>
      <td className="nowrap">{[row.room, row.user].filter((part) => part !== '').join(' · ')}</td>
      <td>
        <p>{wordReason(speech, row)}</p>
        {row.serviceWords === null ? null : <Quoted>{row.serviceWords}</Quoted>}
      </td>
    </tr>
  );
}
