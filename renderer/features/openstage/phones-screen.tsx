import { BookOpen, CircleStop, Download, Phone, Power, Router, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { RunSummary } from '../../../shared/contract/contract.ts';
import {
  type GoingPhoneJob,
  PHONE_STATION_PORT,
  type PhoneCall,
  type PhonePlan,
  type PhonePlanRow,
  type PhoneRow,
} from '../../../shared/contract/openstage.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import type { OutcomeKind } from '../../../shared/domain/outcome.ts';
import type { Result } from '../../../shared/result.ts';
import { outcomeMessage } from '../../../shared/words/messages.ts';
import { useNavigation } from '../../app/navigation.ts';
import { RolloutHead } from '../../app/rollout-head.tsx';
import { useFocusKept } from '../../app/use-focus-kept.ts';
import { VaultStep } from '../../app/vault-step.tsx';
import { type Speech, useSpeech } from '../../app/words.tsx';
import { call, saveFile } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button, SettlingButton } from '../../components/button.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { Check, Choice, Field } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { type MarkKind, StatusMark } from '../../components/status-mark.tsx';
import { Tally } from '../../components/tally.tsx';
import { useJobs } from '../run/job-store.ts';
import { ComparePhones } from './compare-phones.tsx';
import { Countdown } from './countdown.tsx';
import { DhcpDialog } from './dhcp-dialog.tsx';
import { PlannedItems, WrittenItems } from './phone-items.tsx';
import { RestartDialog } from './restart-dialog.tsx';

/** How many calls of phones are shown. */
const CALLS_SHOWN = 12;
const ANY_ADDRESS = 'any';

/** Phones that Rollcall speaks with: read, planned, written and taken back, each phone in its row. */
export function PhonesScreen({ rollout }: { readonly rollout: string }) {
  const { t, counted } = useSpeech();
  const { revisions } = useJobs();
  const { go } = useNavigation();
  const state = useCall('openstage', 'state', { rollout });
  const interfaces = useCall('openstage', 'interfaces', {});
  const [address, setAddress] = useState(ANY_ADDRESS);
  const [port, setPort] = useState(String(PHONE_STATION_PORT));
  const [isExpert, setIsExpert] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [summary, setSummary] = useState<RunSummary | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [dialog, setDialog] = useState<'dhcp' | 'restart' | null>(null);
  const { reload } = state;
  const revision = revisions[rollout] ?? 0;
  useEffect(() => {
    if (revision > 0) reload();
  }, [revision, reload]);
  const going = state.value?.going ?? null;
  const plan = state.value?.plan ?? null;
  useFocusKept(going !== null ? 'going' : plan !== null ? 'plan' : summary !== null ? 'ended' : 'form');

  if (state.value === null) {
    return (
      <>
        <RolloutHead rollout={rollout} tab="phones" />
        <div className="screen-body">
          {state.failure === null ? null : <FailureMessage failure={state.failure} />}
          {state.isSlow ? <Skeleton rows={5} /> : null}
        </div>
      </>
    );
  }
  const { phones, calls, undoable } = state.value;
  if (phones.length === 0) {
    return (
      <>
        <RolloutHead rollout={rollout} tab="phones" />
        <div className="screen-body">
          <Empty
            icon={Phone}
            title={t('ui.phones.none-title')}
            actions={
              <Button look="primary" onPress={() => go({ screen: 'rollout', rollout, tab: 'import' })}>
                {t('ui.phones.import')}
              </Button>
            }
          >
            {t('ui.phones.none-text')}
          </Empty>
        </div>
      </>
    );
  }
  const isPortGood = /^[1-9]\d{0,4}$/.test(port) && Number(port) < 65_536;
  const station = { address: address === ANY_ADDRESS ? '' : address, port: Number(port) };
  const reachable = phones.filter((phone) => phone.address !== '').length;
  const planned = new Map(plan?.rows.map((row) => [row.mac, row]) ?? []);
  const shown = phones.find(({ mac }) => mac === chosen) ?? null;
  const isFree = going === null;

  async function carryOut<Value>(work: Promise<Result<Value, ApiFailure>>): Promise<Value | null> {
    setFailure(null);
    setSummary(null);
    reload();
    const result = await work;
    const isStopped = !result.ok && result.error.concern === 'service' && result.error.failure.kind === 'cancelled';
    if (!result.ok && !isStopped) setFailure(result.error);
    reload();
    return result.ok ? result.value : null;
  }

  async function restart(factoryResetWord: string | null): Promise<void> {
    setDialog(null);
    const wanted = { rollout, only: 'all' as const, factoryResetWord, confirmedPhones: reachable, ...station };
    const ended = await carryOut(call('openstage', 'restart', wanted));
    if (ended !== null) setSummary(ended);
  }

  async function write(id: number): Promise<void> {
    const ended = await carryOut(call('openstage', 'start', { plan: id }));
    if (ended !== null) setSummary(ended);
  }

  return (
    <>
      <RolloutHead rollout={rollout} tab="phones">
        {going !== null ? (
          <SettlingButton onPress={() => call('openstage', 'stop', {})} isDisabled={going.isStopping}>
            <CircleStop size={16} className="icon" aria-hidden="true" />
            {t(going.isStopping ? 'ui.phones.stopping' : 'ui.phones.stop')}
          </SettlingButton>
        ) : plan !== null ? (
          <>
            <Button onPress={() => carryOut(call('openstage', 'discardPlan', { plan: plan.plan }))}>
              {t('ui.phones.discard')}
            </Button>
            <SettlingButton look="primary" isDisabled={plan.phones === 0} onPress={() => write(plan.plan)}>
              {plan.phones === 0
                ? t('ui.phones.nothing-to-write')
                : counted(plan.undoOf === null ? 'ui.phones.write' : 'ui.phones.put-back', plan.phones)}
            </SettlingButton>
          </>
        ) : (
          <Button
            look="primary"
            isDisabled={!isPortGood || reachable === 0}
            onPress={() => carryOut(call('openstage', 'plan', { rollout, only: 'all', isExpert, ...station }))}
          >
            {counted('ui.phones.plan', reachable)}
          </Button>
        )}
      </RolloutHead>
      <div className="screen-body">
        {failure?.concern === 'input' && failure.words.startsWith('vault.') ? <VaultStep /> : null}
        {failure === null ? null : <FailureMessage failure={failure} />}
        {going === null ? null : <GoingMessage going={going} rollout={rollout} />}
        {summary === null ? null : (
          <Message look="good">
            <p>{counted('ui.phones.ended', summary.devices, { run: summary.run })}</p>
            <Tally counts={summary.counts} />
          </Message>
        )}
        {plan === null || !isFree ? null : <PlanNotes plan={plan} />}
        {plan === null && isFree ? (
          <div className="phone-tools">
            <Choice
              label={t('ui.phones.address')}
              value={address}
              onChange={setAddress}
              options={[
                { id: ANY_ADDRESS, text: t('ui.phones.any-address') },
                ...(interfaces.value?.interfaces ?? []).map((each) => ({
                  id: each.address,
                  text: each.address,
                  count: each.name,
                })),
              ]}
            />
            <Field
              label={t('ui.phones.port')}
              value={port}
              onChange={setPort}
              problem={isPortGood ? null : t('ui.phones.bad-port')}
              isMono
            />
            <Button
              isDisabled={!isPortGood || reachable === 0}
              onPress={() => carryOut(call('openstage', 'read', { rollout, only: 'all', items: [], ...station }))}
            >
              <BookOpen size={16} className="icon" aria-hidden="true" />
              {t('ui.phones.read-all')}
            </Button>
            {undoable === null ? null : (
              <Button
                isDisabled={!isPortGood}
                onPress={() => carryOut(call('openstage', 'planUndo', { rollout, run: undoable, ...station }))}
              >
                <Undo2 size={16} className="icon" aria-hidden="true" />
                {t('ui.phones.undo', { run: undoable })}
              </Button>
            )}
            <Button look="quiet" onPress={() => setDialog('dhcp')}>
              <Router size={16} className="icon" aria-hidden="true" />
              {t('ui.phones.dhcp')}
            </Button>
            <Button look="quiet" isDisabled={!isPortGood || reachable === 0} onPress={() => setDialog('restart')}>
              <Power size={16} className="icon" aria-hidden="true" />
              {t('ui.phones.restart')}
            </Button>
            <Check isSelected={isExpert} onChange={setIsExpert}>
              {t('ui.phones.expert')}
            </Check>
          </div>
        ) : null}
        <div className={shown === null ? 'phones' : 'phones with-detail'}>
          <PhoneTable phones={phones} planned={planned} chosen={chosen} onChoose={setChosen} />
          {shown === null ? null : (
            <PhoneDetail
              key={shown.mac}
              rollout={rollout}
              phone={shown}
              planned={planned.get(shown.mac) ?? null}
              others={phones.filter(({ mac, readAt }) => mac !== shown.mac && readAt !== null)}
            />
          )}
        </div>
        <Findings phones={phones} />
        <Calls calls={calls.slice(0, CALLS_SHOWN)} />
      </div>
      {dialog === 'dhcp' ? (
        <DhcpDialog
          address={station.address || (interfaces.value?.interfaces[0]?.address ?? '')}
          port={isPortGood ? Number(port) : PHONE_STATION_PORT}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'restart' ? (
        <RestartDialog phones={reachable} onClose={() => setDialog(null)} onRestart={restart} />
      ) : null}
    </>
  );
}

function GoingMessage({ going, rollout }: { readonly going: GoingPhoneJob; readonly rollout: string }) {
  const { t, number } = useSpeech();
  const { what, done, total, address, port, offeredTls } = going;
  return (
    <Message>
      <p>
        {going.rollout === rollout
          ? t(`ui.phones.going.${what}`, { done: number(done), total: number(total) })
          : t('ui.phones.other', { rollout: going.rollout })}
      </p>
      {address === '' ? null : (
        <p className="muted">
          {t('ui.phones.station', {
            address,
            port,
            versions: offeredTls.map((version) => (version === 'TLSv1' ? '1.0' : version.slice(4))).join(', '),
          })}
        </p>
      )}
    </Message>
  );
}

function PlanNotes({ plan }: { readonly plan: PhonePlan }) {
  const { t, counted } = useSpeech();
  const items = plan.rows.flatMap((row) => (row.outcome === null ? row.items : []));
  const risky = items.filter(({ isRisky, change }) => isRisky && change !== 'same').length;
  return (
    <>
      {plan.undoOf === null ? null : (
        <Message>
          <p>{t('ui.phones.undo-plan', { run: plan.undoOf })}</p>
        </Message>
      )}
      {risky === 0 ? null : (
        <Message look="attention">
          <p>{counted('ui.phones.risky', risky)}</p>
        </Message>
      )}
    </>
  );
}

function Findings({ phones }: { readonly phones: readonly PhoneRow[] }) {
  const { counted } = useSpeech();
  const open = phones.filter(({ readAt }) => readAt !== null).length;
  return open === 0 ? null : (
    <Message look="attention">
      <p>{counted('ui.phones.default-mode', open)}</p>
    </Message>
  );
}

function PhoneTable({
  phones,
  planned,
  chosen,
  onChoose,
}: {
  readonly phones: readonly PhoneRow[];
  readonly planned: ReadonlyMap<string, PhonePlanRow>;
  readonly chosen: string | null;
  readonly onChoose: (mac: string) => void;
}) {
  const { t } = useSpeech();
  return (
    <div className="scroll-x">
      <table className="table" aria-label={t('ui.phones.table')}>
        <thead>
          <tr>
            <th scope="col">{t('ui.phones.phone')}</th>
            <th scope="col">{t('field.address')}</th>
            <th scope="col">{t('field.user')}</th>
            <th scope="col">{t('ui.phones.model')}</th>
            <th scope="col" className="phone-state">
              {t('ui.phones.state')}
            </th>
            <th scope="col">{t('ui.phones.items')}</th>
          </tr>
        </thead>
        <tbody>
          {phones.map((phone) => (
            <tr key={phone.mac} aria-selected={phone.mac === chosen}>
              <th scope="row" className="row-name">
                <AriaButton
                  className="link mono"
                  aria-label={t('ui.phones.select-phone', { mac: formatMacPairs(phone.mac as MacAddress) })}
                  aria-pressed={phone.mac === chosen}
                  onPress={() => onChoose(phone.mac)}
                >
                  {formatMacPairs(phone.mac as MacAddress)}
                </AriaButton>
              </th>
              <td className="nowrap mono">{phone.address || t('ui.phones.no-address')}</td>
              <td className="cut">{phone.user}</td>
              <td className="cut" title={`${phone.model} ${phone.softwareVersion}`}>
                {phone.model} <span className="muted">{phone.softwareVersion}</span>
              </td>
              <td className="phone-state">
                <PhoneState phone={phone} planned={planned.get(phone.mac) ?? null} />
              </td>
              <td className="nowrap">
                <ItemCount phone={phone} planned={planned.get(phone.mac) ?? null} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ItemCount({ phone, planned }: { readonly phone: PhoneRow; readonly planned: PhonePlanRow | null }) {
  const { t, counted, number } = useSpeech();
  const changes = planned?.outcome === null ? planned.items.filter(({ change }) => change !== 'same').length : 0;
  return changes > 0
    ? counted('ui.phones.items-changes', changes)
    : t('ui.phones.items-wanted', { wanted: number(phone.wanted), known: number(phone.items) });
}

const STAGE_MARKS = {
  waiting: 'waiting',
  gap: 'waiting',
  contacting: 'running',
  reading: 'running',
  writing: 'running',
  'sending-file': 'running',
  busy: 'waiting',
  restarting: 'running',
  ended: 'none',
} as const satisfies Record<NonNullable<PhoneRow['stage']>, MarkKind>;

function PhoneState({ phone, planned }: { readonly phone: PhoneRow; readonly planned: PhonePlanRow | null }) {
  const speech = useSpeech();
  const { t, time } = speech;
  const countdown = phone.waitsUntil === null ? null : <Countdown until={phone.waitsUntil} />;
  if (phone.stage !== null && phone.stage !== 'ended') {
    return (
      <div className="phone-line">
        <StatusMark kind={STAGE_MARKS[phone.stage]}>{t(`ui.phones.stage.${phone.stage}`)}</StatusMark>
        {phone.stage === 'gap' ? countdown : null}
      </div>
    );
  }
  const word = wordOf(speech, phone, planned);
  if (word !== null) {
    return (
      <div className="phone-line">
        <StatusMark kind={word.kind}>{t(`outcome.${word.kind}`)}</StatusMark>
        <span className="cut muted" title={word.text}>
          {word.quoted ?? word.text}
        </span>
        {countdown}
      </div>
    );
  }
  return (
    <div className="phone-line">
      <span className="muted cut">
        {phone.readAt === null ? t('ui.phones.not-read') : t('ui.phones.read', { time: time(phone.readAt) })}
      </span>
      {countdown}
    </div>
  );
}

/** The latest word on a phone: its plan's where there is one, else its run's; `null`: none. */
function wordOf(
  { t }: Speech,
  phone: PhoneRow,
  planned: PhonePlanRow | null,
): { readonly kind: OutcomeKind; readonly text: string; readonly quoted: string | null } | null {
  const about = planned ?? phone;
  if (about.outcome === null) return null;
  const { outcome: kind, reason, aspect, detail, serviceWords } = about;
  return {
    kind,
    text: outcomeMessage(t, { kind, reason, aspect, detail }, phone.mac as MacAddress),
    quoted: serviceWords === null ? null : t('ui.phones.phone-said', { words: serviceWords }),
  };
}

function PhoneDetail({
  rollout,
  phone,
  planned,
  others,
}: {
  readonly rollout: string;
  readonly phone: PhoneRow;
  readonly planned: PhonePlanRow | null;
  readonly others: readonly PhoneRow[];
}) {
  const speech = useSpeech();
  const { t } = speech;
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const word = wordOf(speech, phone, planned);
  const title = t('ui.phones.detail', { mac: formatMacPairs(phone.mac as MacAddress) });

  async function save(): Promise<void> {
    const made = await call('openstage', 'backupFile', { rollout, mac: phone.mac });
    setFailure(made.ok ? null : made.error);
    if (made.ok) await saveFile(made.value);
  }

  return (
    <section className="stack phone-detail" aria-label={title}>
      <h2>{title}</h2>
      {word === null ? null : (
        <>
          <StatusMark kind={word.kind}>{t(`outcome.${word.kind}`)}</StatusMark>
          {word.text === '' ? null : <p>{word.text}</p>}
          {word.quoted === null ? null : <p className="quoted">{word.quoted}</p>}
        </>
      )}
      {failure === null ? null : <FailureMessage failure={failure} />}
      {planned === null || planned.items.length === 0 ? null : (
        <>
          <h3>{t('ui.phones.plan')}</h3>
          <PlannedItems items={planned.items} />
        </>
      )}
      {phone.written.length === 0 ? null : (
        <>
          <h3>{t('ui.phones.written')}</h3>
          <WrittenItems items={phone.written} />
        </>
      )}
      {phone.readAt === null ? null : (
        <div className="button-row">
          <Button onPress={save}>
            <Download size={16} className="icon" aria-hidden="true" />
            {t('ui.phones.backup')}
          </Button>
        </div>
      )}
      {phone.readAt === null || others.length === 0 ? null : (
        <ComparePhones rollout={rollout} phone={phone} others={others} />
      )}
    </section>
  );
}

function Calls({ calls }: { readonly calls: readonly PhoneCall[] }) {
  const { t, time } = useSpeech();
  return (
    <section className="section">
      <h2>{t('ui.phones.calls')}</h2>
      {calls.length === 0 ? <p className="muted">{t('ui.phones.no-calls')}</p> : null}
      <ul className="timeline">
        {calls.map((entry) => (
          <li key={entry.id}>
            <span className="muted">{time(entry.time)}</span> <span className="mono">{entry.address}</span>{' '}
            {t(`ui.phones.kinds.${entry.kind}`)} {entry.text} <span className="muted">{entry.tls}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
