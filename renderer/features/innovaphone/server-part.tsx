import { type ReactNode, useEffect, useState } from 'react';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Choice, Field } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { formatMac } from '../devices/cells.tsx';
import { PartFrame } from './part-frame.tsx';
import { type ServerState, useUpdateServer } from './server-store.ts';
import { ANY_TIME, readWindow, WindowFields, WindowSentence } from './window-fields.tsx';

const DEFAULT_PORT = '8080';
const LOG_ROWS = 100;
const PHONE_ROWS = 200;
/** How often the log is read while the server runs, in milliseconds. */
const READ_EVERY_MS = 3_000;

/** Starts and stops the update server for own codes, and shows who asked it what. */
export function ServerPart({ parts }: { readonly parts: ReactNode }) {
  const { t } = useSpeech();
  const { state, failure, refresh, start, stop } = useUpdateServer();
  const [address, setAddress] = useState<string | null>(null);
  const [port, setPort] = useState(DEFAULT_PORT);
  const [allow, setAllow] = useState('');
  const [times, setTimes] = useState(ANY_TIME);
  useEffect(() => {
    refresh();
  }, [refresh]);
  const running = state?.running ?? null;
  const addresses = state?.addresses ?? [];
  const chosen = address ?? addresses[0]?.address ?? '';
  const isPortGood = /^\d{1,5}$/.test(port.trim()) && Number(port) <= 65_535;
  const firmwareTimes = readWindow(times);
  const allowed = allow.split(/[\s,;]+/).filter((each) => each !== '');
  return (
    <PartFrame
      parts={parts}
      action={t(running === null ? 'ui.server.start' : 'ui.server.stop')}
      isReady={running !== null || (chosen !== '' && isPortGood && firmwareTimes !== null)}
      onAct={() =>
        running === null ? start({ address: chosen, port: Number(port), allow: allowed, ...firmwareTimes }) : stop()
      }
      failure={failure}
      form={
        <>
          <Message look="attention">{t('ui.server.experimental')}</Message>
          {running === null ? (
            <>
              <p className="muted">{t('ui.server.text')}</p>
              <Choice
                label={t('ui.server.address')}
                value={chosen}
                onChange={setAddress}
                options={addresses.map((each) => ({ id: each.address, text: `${each.address} (${each.name})` }))}
              />
              <Field
                label={t('ui.server.port')}
                value={port}
                onChange={setPort}
                problem={isPortGood ? null : t('ui.server.bad-port')}
              />
              <Field
                label={t('ui.server.allow')}
                hint={t('ui.server.allow-hint')}
                value={allow}
                onChange={setAllow}
                isMono
              />
              <WindowFields form={times} onChange={setTimes} />
            </>
          ) : null}
        </>
      }
    >
      {state === null || running === null ? null : <Running state={state} running={running} />}
      <Phones key={running?.url ?? ''} isRunning={running !== null} />
    </PartFrame>
  );
}

function Running({
  state,
  running,
}: {
  readonly state: ServerState;
  readonly running: NonNullable<ServerState['running']>;
}) {
  const { t, counted } = useSpeech();
  const { unlock, leave } = useUpdateServer();
  return (
    <section className="section" role="status">
      <h2>{t('ui.server.running')}</h2>
      <p className="mono">{running.url}</p>
      <p className="muted">
        {running.allow.length === 0
          ? t('ui.server.allow-usual')
          : t('ui.server.allowed', { allow: running.allow.join(', ') })}{' '}
        {counted('ui.server.phones', running.phones)}
      </p>
      <WindowSentence hours={running.hours} initialMinutes={running.initialMinutes} />
      {state.locked.map((address) => (
        <Message
          key={address}
          look="failed"
          action={<Button onPress={() => unlock(address)}>{t('ui.server.unlock')}</Button>}
        >
          <p>{t('ui.server.locked', { address })}</p>
        </Message>
      ))}
      <div className="button-row">
        <Button onPress={() => leave(state.leaves ? null : '')}>
          {t(state.leaves ? 'ui.server.stay' : 'ui.server.leave')}
        </Button>
      </div>
      <p className="muted">{t(state.leaves ? 'ui.server.leaving' : 'ui.server.leave-text')}</p>
    </section>
  );
}

/** The phones that asked, and the latest requests: the log is the inventory. */
function Phones({ isRunning }: { readonly isRunning: boolean }) {
  const { t, counted, time } = useSpeech();
  const phones = useCall('updateServer', 'inventory', { offset: 0, limit: PHONE_ROWS });
  const log = useCall('updateServer', 'log', { limit: LOG_ROWS });
  const { refresh } = useUpdateServer();
  const [shown, setShown] = useState<{ readonly mac: string; readonly text: string } | null>(null);
  const { reload: reloadPhones } = phones;
  const { reload: reloadLog } = log;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => {
      reloadPhones();
      reloadLog();
      refresh();
    }, READ_EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning, reloadPhones, reloadLog, refresh]);
  const rows = phones.value?.rows ?? [];
  const requests = log.value?.rows ?? [];
  return (
    <>
      <section className="section">
        <h2>{counted('ui.server.seen', phones.value?.total ?? 0)}</h2>
        {rows.length === 0 ? (
          <p className="muted">{t('ui.server.none')}</p>
        ) : (
          <div className="scroll-x">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('field.mac')}</th>
                  <th scope="col">{t('field.model')}</th>
                  <th scope="col">{t('ui.server.version')}</th>
                  <th scope="col">{t('field.address')}</th>
                  <th scope="col">{t('ui.server.last')}</th>
                  <th scope="col">{t('ui.server.request')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((phone) => (
                  <tr key={phone.mac}>
                    <td className="mono nowrap">{formatMac(phone.mac)}</td>
                    <td>{phone.model}</td>
                    <td>{phone.version}</td>
                    <td className="mono">{phone.address}</td>
                    <td className="nowrap">{time(phone.lastSeen)}</td>
                    <td>
                      {shown?.mac === phone.mac ? (
                        <code className="mono wrap">{shown.text}</code>
                      ) : (
                        <Button
                          look="quiet"
                          onPress={async () => {
                            const last = await call('updateServer', 'lastRequest', { mac: phone.mac });
                            if (last.ok) setShown({ mac: phone.mac, text: last.value.text });
                          }}
                        >
                          {t('ui.server.show')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      {requests.length === 0 ? null : (
        <section className="section">
          <h2>{t('ui.server.log')}</h2>
          <div className="scroll-x">
            <table className="table">
              <tbody>
                {requests.map((request) => (
                  <tr key={`${request.at} ${request.address} ${request.request}`}>
                    <td className="nowrap">{time(request.at)}</td>
                    <td className="mono nowrap">{request.mac === null ? request.address : formatMac(request.mac)}</td>
                    <td className="nowrap">{t(`ui.server.outcome.${request.outcome}`)}</td>
                    <td className="mono">{request.request}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </>
  );
}
