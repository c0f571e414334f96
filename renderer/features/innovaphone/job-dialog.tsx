import type { ValueOf } from '../../../shared/contract/bridge.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';
import { formatMac } from '../devices/cells.tsx';
import { useJobWords } from './job-words.ts';
import type { JobView } from './new-job-dialog.tsx';

/** What one job holds, and which phones got it. */
export function JobDialog({
  rollout,
  id,
  onRenew,
  onClose,
}: {
  readonly rollout: string;
  readonly id: number;
  /** Called with what it holds, to make the next job from. */
  readonly onRenew: (view: JobView) => void;
  readonly onClose: () => void;
}) {
  const { t, time } = useSpeech();
  const { nameOf, categoryOf } = useJobWords();
  const { value, failure } = useCall('updateServer', 'job', { rollout, id });
  return (
    <Dialog
      title={value === null ? t('ui.jobs.job', { job: id }) : nameOf(value.job)}
      onClose={onClose}
      foot={
        <>
          <Button isDisabled={value === null} onPress={() => (value === null ? undefined : onRenew(value))}>
            {t('ui.jobs.renew')}
          </Button>
          <Button look="primary" onPress={onClose}>
            {t('ui.common.close')}
          </Button>
        </>
      }
    >
      {failure === null ? null : <FailureMessage failure={failure} />}
      {value === null ? null : (
        <>
          <p className="muted">
            {t('ui.jobs.made-at', { job: id, time: time(value.job.made), category: categoryOf(value.job) })}
          </p>
          {value.job.isCurrent ? null : <Message>{t('ui.jobs.replaced-text')}</Message>}
          <Content view={value} />
          <PhonesOfJob view={value} />
        </>
      )}
    </Dialog>
  );
}

function Content({ view }: { readonly view: JobView }) {
  const { t } = useSpeech();
  if (view.job.type !== null)
    return (
      <section className="section">
        <h3>{t('ui.jobs.holds')}</h3>
        <pre className="mono takeaway">{view.commands.join('\n')}</pre>
        {view.commands.includes('***') ? <p className="muted">{t('ui.jobs.sealed')}</p> : null}
      </section>
    );
  return (
    <section className="section">
      <h3>{t('ui.jobs.holds')}</h3>
      <div className="scroll-x">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('field.model')}</th>
              <th scope="col">{t('ui.jobs.build')}</th>
              <th scope="col">{t('ui.jobs.url')}</th>
            </tr>
          </thead>
          <tbody>
            {view.files.map(({ model, build, url }) => (
              <tr key={model}>
                <td>{model.toUpperCase()}</td>
                <td className="mono">{build}</td>
                <td className="mono wrap">{url}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function PhonesOfJob({ view: { job, phones } }: { readonly view: JobView }) {
  const { t, counted } = useSpeech();
  const isNeverConfirmed = job.type === null && job.given > 0 && job.done === 0;
  return (
    <section className="section">
      <h3>{counted('ui.jobs.phones', job.given)}</h3>
      {job.given === 0 ? <p className="muted">{t('ui.jobs.phones-none')}</p> : null}
      {isNeverConfirmed ? <Message look="attention">{t('ui.jobs.never-confirmed')}</Message> : null}
      {phones.length === 0 ? null : <PhoneTable phones={phones} />}
      {job.given > phones.length ? (
        <p className="muted">{t('ui.jobs.more', { count: job.given - phones.length })}</p>
      ) : null}
    </section>
  );
}

function PhoneTable({ phones }: { readonly phones: ValueOf<'updateServer', 'job'>['phones'] }) {
  const { t, time } = useSpeech();
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('field.mac')}</th>
            <th scope="col">{t('field.model')}</th>
            <th scope="col">{t('ui.jobs.given')}</th>
            <th scope="col">{t('ui.jobs.done')}</th>
          </tr>
        </thead>
        <tbody>
          {phones.map(({ mac, model, given, done }) => (
            <tr key={mac}>
              <td className="mono nowrap">{formatMac(mac)}</td>
              <td>{model}</td>
              <td className="nowrap">{time(given)}</td>
              <td className={done === null ? 'muted' : 'nowrap'}>
                {done === null ? t('ui.jobs.not-yet') : time(done)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
