import { FileSearch, Search, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../../shared/contract/bridge.ts';
import type { ConfigSite } from '../../../shared/contract/configs.ts';
import { CONFIG_SCHEMES, type ConfigScheme } from '../../../shared/domain/config-check.ts';
import type { Language } from '../../../shared/words/translate.ts';
import { RolloutHead } from '../../app/rollout-head.tsx';
import { FailureStep } from '../../app/vault-step.tsx';
import { useSpeech } from '../../app/words.tsx';
import { call, saveFile } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Check, Choice, Field, Segments } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { PAPER_LANGUAGES } from '../../components/paper-languages.ts';
import { formatMac } from '../devices/cells.tsx';
import { useJobs } from '../run/job-store.ts';
import { FileTable } from './file-table.tsx';
import { LogDesk } from './log-desk.tsx';
import { SyslogDesk } from './syslog-desk.tsx';

type Checked = ValueOf<'configs', 'check'>;

/** What a person typed for the next check. */
interface Wish {
  readonly account: string | null;
  readonly ways: ReadonlySet<ConfigScheme>;
  readonly ports: Readonly<Record<ConfigScheme, string>>;
  readonly paths: string;
}

/** While a check goes the table follows it in steps, so that it can be read. */
const PHONES_AT_ONCE = 10;

const NO_WISH: Wish = { account: null, ways: new Set(), ports: { http: '', https: '', tftp: '' }, paths: '' };

function portProblem(text: string): boolean {
  return text !== '' && !(/^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535);
}

/** Configuration servers: each phone's files checked, who fetched, the report. */
export function ConfigsScreen({ rollout }: { readonly rollout: string }) {
  const { t, counted } = useSpeech();
  const { revisions } = useJobs();
  const state = useCall('configs', 'state', { rollout });
  const shown = useCall('rollouts', 'show', { name: rollout });
  const [wish, setWish] = useState<Wish>(NO_WISH);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const revision = revisions[rollout] ?? 0;
  const { reload } = state;
  useEffect(() => {
    if (revision > 0) reload();
  }, [revision, reload]);
  const accounts = state.value?.accounts ?? [];
  const account = wish.account ?? accounts[0] ?? null;
  const going = state.value?.going ?? null;
  const devices = shown.value?.rollout.devices ?? 0;
  const isBad = CONFIG_SCHEMES.some((way) => wish.ways.has(way) && portProblem(wish.ports[way]));

  async function check(): Promise<void> {
    if (account === null) return;
    setFailure(null);
    setChecked(null);
    const result = await call('configs', 'check', {
      rollout,
      account,
      schemes: CONFIG_SCHEMES.filter((way) => wish.ways.has(way)).map((scheme) => ({
        scheme,
        port: wish.ports[scheme] === '' ? null : Number(wish.ports[scheme]),
      })),
      paths: wish.paths
        .split('\n')
        .map((path) => path.trim())
        .filter((path) => path !== ''),
    });
    if (result.ok) setChecked(result.value);
    else setFailure(result.error);
    reload();
  }

  return (
    <>
      <RolloutHead rollout={rollout} tab="configs">
        {going === null ? (
          <Button look="primary" isDisabled={account === null || devices === 0 || isBad} onPress={check}>
            <Search size={16} className="icon" aria-hidden="true" />
            {counted('ui.configs.check', devices)}
          </Button>
        ) : (
          <Button look="primary" onPress={() => call('configs', 'stopCheck', {})}>
            <Square size={16} className="icon" aria-hidden="true" />
            {t('ui.configs.stop')}
          </Button>
        )}
      </RolloutHead>
      <div className="screen-body">
        <div role="status" className="stack">
          {going === null ? null : (
            <Message>
              <p>{t('ui.configs.going', { ...going })}</p>
              <progress className="config-progress" value={going.done} max={Math.max(going.total, 1)}>
                {going.done}
              </progress>
            </Message>
          )}
          {checked === null || going !== null ? null : <CheckedMessage checked={checked} />}
        </div>
        {failure === null ? null : <FailureStep failure={failure} onMended={check} />}
        {state.failure === null ? null : <FailureStep failure={state.failure} onMended={reload} />}
        <section className="section">
          {state.value !== null && accounts.length === 0 ? (
            <Message look="attention">
              <p>{t('ui.configs.no-account')}</p>
            </Message>
          ) : null}
          <WishForm wish={wish} accounts={accounts} account={account} onChange={setWish} />
        </section>
        {state.value === null ? null : Object.keys(state.value.counts).length === 0 ? (
          <Empty icon={FileSearch} title={t('ui.configs.none')}>
            {t('ui.configs.none-text')}
          </Empty>
        ) : (
          <>
            <SiteList sites={state.value.sites} />
            <FileTable
              rollout={rollout}
              counts={state.value.counts}
              revision={going === null ? revision : Math.floor(going.done / PHONES_AT_ONCE)}
            />
          </>
        )}
        <LogDesk rollout={rollout} revision={revision} />
        {state.value === null ? null : (
          <SyslogDesk
            rollout={rollout}
            syslog={state.value.syslog}
            addresses={state.value.addresses}
            onChange={reload}
          />
        )}
        <ReportDesk rollout={rollout} />
      </div>
    </>
  );
}

function WishForm({
  wish,
  accounts,
  account,
  onChange,
}: {
  readonly wish: Wish;
  readonly accounts: readonly string[];
  readonly account: string | null;
  readonly onChange: (wish: Wish) => void;
}) {
  const { t } = useSpeech();
  function tick(way: ConfigScheme, isTicked: boolean): void {
    const ways = new Set(wish.ways);
    if (isTicked) ways.add(way);
    else ways.delete(way);
    onChange({ ...wish, ways });
  }
  return (
    <div className="config-wish">
      <Choice
        label={t('ui.configs.account')}
        value={account}
        onChange={(name) => onChange({ ...wish, account: name })}
        options={accounts.map((name) => ({ id: name, text: name }))}
        isDisabled={accounts.length === 0}
      />
      <fieldset className="config-ways">
        <legend>{t('ui.configs.ways')}</legend>
        {CONFIG_SCHEMES.map((way) => (
          <div key={way} className="config-way">
            <Check isSelected={wish.ways.has(way)} onChange={(isTicked) => tick(way, isTicked)}>
              {way.toUpperCase()}
            </Check>
            {wish.ways.has(way) ? (
              <Field
                label={t('ui.configs.port', { way: way.toUpperCase() })}
                value={wish.ports[way]}
                onChange={(port) => onChange({ ...wish, ports: { ...wish.ports, [way]: port.trim() } })}
                problem={portProblem(wish.ports[way]) ? t('ui.configs.bad-port') : null}
              />
            ) : null}
          </div>
        ))}
        <p className="hint">{t('ui.configs.ways-hint')}</p>
      </fieldset>
      <Field
        label={t('ui.configs.paths')}
        value={wish.paths}
        rows={2}
        isMono
        hint={t('ui.configs.paths-hint')}
        onChange={(paths) => onChange({ ...wish, paths })}
      />
    </div>
  );
}

function CheckedMessage({ checked }: { readonly checked: Checked }) {
  const { t, counted } = useSpeech();
  const { files, unasked, isCancelled } = checked;
  const isFine = files.every(({ finding }) => finding === 'ok' || finding === 'optional-missing');
  return (
    <Message look={isFine && unasked.length === 0 && !isCancelled ? 'good' : 'attention'}>
      <p>{counted('ui.configs.done', files.length)}</p>
      {isCancelled ? <p>{t('ui.configs.stopped')}</p> : null}
      {unasked.slice(0, 20).map(({ mac, why, vendor }) => (
        <p key={mac}>{t(`configs.unasked.${why}`, { phone: formatMac(mac), vendor })}</p>
      ))}
    </Message>
  );
}

/** What the site's controls and its certificate say. */
function SiteList({ sites }: { readonly sites: readonly ConfigSite[] }) {
  const { t } = useSpeech();
  return (
    <section className="section">
      <h2>{t('ui.configs.site')}</h2>
      {sites.map(({ scheme, account, controls, tls }) => (
        <div key={scheme} className="stack">
          <h3>
            {scheme.toUpperCase()} <span className="muted">{account}</span>
          </h3>
          {controls.map(({ control, result, file, answers }) => (
            <Message key={control} look={result === 'passed' ? 'good' : result === 'failed' ? 'failed' : 'attention'}>
              <p>{t(`configs.control.${control}`, { context: result, file })}</p>
              <p className="muted mono">
                {file}: {answers.join(', ')}
              </p>
            </Message>
          ))}
          {tls === null ? null : (
            <Message look={tls.kind === 'public' ? 'good' : 'attention'}>
              <p>{t(`configs.certificate.${tls.kind}`)}</p>
              <p>{t('configs.versions', { versions: tls.versions.join(', '), oldest: tls.versions[0] ?? '' })}</p>
              <p className="muted">
                {[tls.subject, tls.issuer, tls.problem].filter((text) => text !== '').join(' · ')}
              </p>
            </Message>
          )}
        </div>
      ))}
    </section>
  );
}

/** The site report as a table or on paper. */
function ReportDesk({ rollout }: { readonly rollout: string }) {
  const speech = useSpeech();
  const { t } = speech;
  const [language, setLanguage] = useState<Language>(speech.language);
  const [isMaking, setIsMaking] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function make(format: 'csv' | 'pdf' | 'html'): Promise<void> {
    setIsMaking(true);
    setSaved(null);
    setFailure(null);
    const file = await call('configs', 'report', { rollout, format, language });
    setIsMaking(false);
    if (!file.ok) return setFailure(file.error);
    setSaved(await saveFile(file.value));
  }

  return (
    <section className="section">
      <h2>{t('ui.configs.report')}</h2>
      <div role="status">
        {isMaking ? <p className="muted">{t('ui.configs.making')}</p> : null}
        {saved === null ? null : (
          <Message look="good">
            <p>{t('ui.common.saved', { path: saved })}</p>
          </Message>
        )}
      </div>
      {failure === null ? null : <FailureMessage failure={failure} />}
      <div className="config-row">
        <Segments label={t('ui.configs.language')} value={language} onChange={setLanguage} options={PAPER_LANGUAGES} />
        {(['pdf', 'csv', 'html'] as const).map((format) => (
          <Button key={format} isDisabled={isMaking} onPress={() => make(format)}>
            {format.toUpperCase()}
          </Button>
        ))}
      </div>
    </section>
  );
}
