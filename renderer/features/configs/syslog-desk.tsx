import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { Button } from '../../components/button.tsx';
import { Choice, Field } from '../../components/field.tsx';
import { FailureMessage } from '../../components/message.tsx';

const USUAL_PORT = '5514';

/** The switch of the syslog receiver: off until it is asked for, on one address. */
export function SyslogDesk({
  rollout,
  syslog,
  addresses,
  onChange,
}: {
  readonly rollout: string;
  readonly syslog: ValueOf<'configs', 'state'>['syslog'];
  readonly addresses: readonly string[];
  readonly onChange: () => void;
}) {
  const { t, number } = useSpeech();
  const [address, setAddress] = useState<string | null>(null);
  const [port, setPort] = useState(USUAL_PORT);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const chosen = address ?? addresses[0] ?? null;
  const isBad = !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535);

  async function start(): Promise<void> {
    if (chosen === null) return;
    const result = await call('configs', 'startSyslog', { rollout, address: chosen, port: Number(port) });
    setFailure(result.ok ? null : result.error);
    onChange();
  }

  async function stop(): Promise<void> {
    await call('configs', 'stopSyslog', {});
    onChange();
  }

  return (
    <section className="section">
      <h2>{t('ui.configs.syslog')}</h2>
      <p className="muted">{t('ui.configs.syslog-text')}</p>
      {failure === null ? null : <FailureMessage failure={failure} />}
      {syslog === null ? (
        <div className="config-row">
          <Choice
            label={t('ui.configs.listen')}
            value={chosen}
            onChange={setAddress}
            options={addresses.map((each) => ({ id: each, text: each }))}
          />
          <Field
            label={t('ui.configs.port', { way: 'UDP' })}
            value={port}
            onChange={setPort}
            problem={isBad ? t('ui.configs.bad-port') : null}
          />
          <Button isDisabled={chosen === null || isBad} onPress={start}>
            {t('ui.configs.listen-start')}
          </Button>
        </div>
      ) : (
        <div className="config-row">
          <p role="status">
            {t('ui.configs.listening', {
              address: syslog.address,
              port: String(syslog.port),
              lines: number(syslog.lines),
            })}
          </p>
          <Button onPress={stop}>{t('ui.configs.listen-stop')}</Button>
        </div>
      )}
    </section>
  );
}
