import { useState } from 'react';
import type { PhoneRow } from '../../../shared/contract/openstage.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import { formatPhoneItemKey } from '../../../shared/domain/phone-item.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Choice } from '../../components/field.tsx';

/** The items in which a phone differs from another one, as both were last read. */
export function ComparePhones({
  rollout,
  phone,
  others,
}: {
  readonly rollout: string;
  readonly phone: PhoneRow;
  /** Phones that were read. */
  readonly others: readonly PhoneRow[];
}) {
  const { t, counted } = useSpeech();
  const [other, setOther] = useState<string | null>(null);
  const { value } = useCall('openstage', 'compare', other === null ? null : { rollout, left: phone.mac, right: other });
  return (
    <>
      <Choice
        label={t('ui.phones.compare')}
        value={other}
        onChange={setOther}
        placeholder={t('ui.phones.compare-none')}
        options={others.map(({ mac, user }) => ({ id: mac, text: formatMacPairs(mac as MacAddress), count: user }))}
      />
      {value === null ? null : (
        <>
          <p className="muted">{counted('ui.phones.compare-same', value.same)}</p>
          <div className="scroll-x">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('ui.phones.item')}</th>
                  <th scope="col">{t('ui.phones.this-phone')}</th>
                  <th scope="col">{t('ui.phones.other-phone')}</th>
                </tr>
              </thead>
              <tbody>
                {value.rows.map((row) => (
                  <tr key={formatPhoneItemKey(row)}>
                    <td className="mono">{formatPhoneItemKey(row)}</td>
                    <td>{row.left ?? '–'}</td>
                    <td>{row.right ?? '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}
