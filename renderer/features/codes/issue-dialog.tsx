import { useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { IssueSummary } from '../../../shared/contract/codes.ts';
import type { Result } from '../../../shared/result.ts';
import { useNavigation } from '../../app/navigation.ts';
import { VaultStep } from '../../app/vault-step.tsx';
import { useSpeech } from '../../app/words.tsx';
import { call } from '../../bridge/bridge.ts';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Choice, Field, Segments } from '../../components/field.tsx';
import { FailureMessage, Message } from '../../components/message.tsx';

/** The services that give out codes; the core refuses others. */
const CODE_SERVICE = 'innovaphone';
const NONE = '';
const OWN_LIVES_MS = { '10m': 600_000, '1d': 86_400_000, '7d': 604_800_000 } as const;

/** Asks where codes are to come from, for whom and for how long. */
export function IssueDialog({
  rollout,
  count,
  onClose,
  onIssue,
}: {
  readonly rollout: string;
  readonly count: number;
  readonly onClose: () => void;
  readonly onIssue: (work: () => Promise<Result<IssueSummary, ApiFailure>>) => void;
}) {
  const { t, counted } = useSpeech();
  const { go } = useNavigation();
  const known = useCall('accounts', 'list', {});
  const accounts = (known.value?.accounts ?? []).filter(({ service }) => service === CODE_SERVICE);
  const [from, setFrom] = useState<'account' | 'own'>('account');
  const [chosen, setChosen] = useState<string | null>(null);
  const [directory, setDirectory] = useState(NONE);
  const [categories, setCategories] = useState<readonly string[]>([]);
  const [category, setCategory] = useState('');
  const [app, setApp] = useState('');
  const [term, setTerm] = useState<'rollout' | 'single'>('rollout');
  const [life, setLife] = useState<keyof typeof OWN_LIVES_MS>('7d');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const account = chosen ?? accounts[0]?.name ?? null;

  async function ask(): Promise<void> {
    if (account === null) return;
    setIsAsking(true);
    setFailure(null);
    const options = await call('codes', 'options', { account, directory });
    setIsAsking(false);
    if (!options.ok) {
      setFailure(options.error);
      return;
    }
    const names = options.value.categories.map(({ name }) => name);
    setCategories(names);
    if (!names.includes(category)) setCategory(names[0] ?? '');
  }

  const isReady = from === 'own' || (account !== null && category !== '');
  function issue(): Promise<Result<IssueSummary, ApiFailure>> {
    if (from === 'own') {
      return call('codes', 'issueOwn', { rollout, users: 'all', category, validMs: OWN_LIVES_MS[life] });
    }
    return call('codes', 'issue', { rollout, users: 'all', account: account ?? '', directory, category, app, term });
  }

  return (
    <Dialog
      title={t('ui.codes.issue-title')}
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>{t('ui.common.cancel')}</Button>
          <Button look="primary" isDisabled={!isReady} onPress={() => onIssue(issue)}>
            {counted('ui.codes.issue', count)}
          </Button>
        </>
      }
    >
      <Segments
        label={t('ui.codes.from')}
        value={from}
        onChange={setFrom}
        options={[
          { id: 'account', text: t('ui.codes.from-account') },
          { id: 'own', text: t('ui.codes.from-own') },
        ]}
      />
      {failure?.concern === 'input' && failure.words.startsWith('vault.') ? <VaultStep onOpen={ask} /> : null}
      {failure === null ? null : <FailureMessage failure={failure} />}
      {from === 'own' ? (
        <>
          <Message look="attention">
            <p>{t('ui.codes.own-text')}</p>
          </Message>
          <Field label={t('ui.codes.category')} value={category} onChange={setCategory} />
          <Segments
            label={t('ui.codes.own-valid')}
            value={life}
            onChange={setLife}
            options={(['10m', '1d', '7d'] as const).map((id) => ({ id, text: t(`ui.codes.own-${id}`) }))}
          />
        </>
      ) : accounts.length === 0 ? (
        <Message
          look="attention"
          action={<Button onPress={() => go({ screen: 'accounts' })}>{t('ui.codes.to-accounts')}</Button>}
        >
          <p>{t('ui.codes.no-account')}</p>
        </Message>
      ) : (
        <>
          <Choice
            label={t('ui.codes.account')}
            value={account}
            onChange={(id) => {
              setChosen(id);
              setCategories([]);
            }}
            options={accounts.map(({ name }) => ({ id: name, text: name }))}
          />
          {accounts.length < 2 ? null : (
            <Choice
              label={t('ui.codes.directory')}
              value={directory === NONE ? 'none' : directory}
              onChange={(id) => setDirectory(id === 'none' ? NONE : id)}
              options={[
                { id: 'none', text: t('ui.codes.directory-none') },
                ...accounts.filter(({ name }) => name !== account).map(({ name }) => ({ id: name, text: name })),
              ]}
            />
          )}
          {categories.length === 0 ? (
            <>
              <Field label={t('ui.codes.category')} value={category} onChange={setCategory} />
              <div className="button-row">
                <Button isDisabled={isAsking} onPress={ask}>
                  {t('ui.codes.ask-categories')}
                </Button>
              </div>
            </>
          ) : (
            <Choice
              label={t('ui.codes.category')}
              value={category}
              onChange={setCategory}
              options={categories.map((name) => ({ id: name, text: name }))}
            />
          )}
          <Field label={t('ui.codes.app')} value={app} onChange={setApp} hint={t('ui.codes.app-hint')} />
          <Segments
            label={t('ui.codes.term')}
            value={term}
            onChange={setTerm}
            options={[
              { id: 'rollout', text: t('ui.codes.rollout') },
              { id: 'single', text: t('ui.codes.single') },
            ]}
          />
          <p className="muted">{t('ui.codes.privacy')}</p>
        </>
      )}
    </Dialog>
  );
}
