import { useEffect, useId } from 'react';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { maskUserinfo } from '../../../shared/domain/redact.ts';
import {
  checkUrlTemplate,
  foreignPlaceholders,
  KNOWN_PLACEHOLDERS,
  previewUrl,
} from '../../../shared/domain/url-template.ts';
import { useNavigation } from '../../app/navigation.ts';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Choice, Field, Segments } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { draftOf, type Scope, useDrafts } from './draft-store.ts';
import type { PlanWish } from './job-store.ts';

/** What the form asks a plan for; whoever starts it adds the rollout and the phones. */
export interface WantedPlan {
  readonly wish: Pick<PlanWish, 'account' | 'action' | 'url' | 'provider'>;
  /** How many phones it is for. */
  readonly devices: number;
}

const FIRST_DEVICE = {
  sort: { column: 'position', direction: 'ascending' },
  filter: { text: '', outcomes: [], room: null, model: null },
  offset: 0,
  limit: 1,
} as const;

/** What is wanted: which account, what to do, where the phones shall go, and which phones. */
export function PlanForm({
  rollout,
  scope,
  onScope,
  onWanted,
}: {
  readonly rollout: string;
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
  readonly onWanted: (wanted: WantedPlan | null) => void;
}) {
  const { t, number } = useSpeech();
  const { go } = useNavigation();
  const { drafts, setDraft } = useDrafts();
  const { account: chosen, action, url, provider } = draftOf(drafts, rollout);
  const accounts = useCall('accounts', 'list', {});
  const shown = useCall('rollouts', 'show', { name: rollout });
  const sample = useCall('devices', 'page', {
    rollout,
    ...FIRST_DEVICE,
    filter: { ...FIRST_DEVICE.filter, outcomes: [] },
  });
  const listId = useId();
  const services = useCall('services', 'list', {});
  const able = new Set(services.value?.services.filter(({ kind }) => kind === 'redirection').map(({ id }) => id));
  const known =
    services.value === null ? null : (accounts.value?.accounts.filter(({ service }) => able.has(service)) ?? null);
  const usedLast = shown.value?.runs[0]?.account;
  const account =
    known?.find(({ name }) => name === chosen) ?? known?.find(({ name }) => name === usedLast) ?? known?.[0] ?? null;
  const targets = useCall('accounts', 'targets', account === null ? null : { name: account.name });
  const counts = shown.value?.outcomes ?? {};
  const all = shown.value?.rollout.devices ?? 0;
  const devices = typeof scope !== 'string' ? scope.length : scope === 'all' ? all : (counts[scope] ?? 0);
  const isRegistering = action === 'register';
  const isUrlBad = isRegistering && url !== '' && !checkUrlTemplate(url).ok;
  const isReady = account !== null && !isUrlBad && shown.value !== null;
  const accountName = account?.name ?? '';
  useEffect(() => {
    onWanted(
      isReady
        ? {
            wish: {
              account: accountName,
              action,
              url: isRegistering ? url : '',
              provider: isRegistering ? provider : '',
            },
            devices,
          }
        : null,
    );
  }, [onWanted, isReady, accountName, action, isRegistering, url, provider, devices]);

  const first = sample.value?.rows[0];
  const fetched =
    first === undefined || account === null || url === '' || isUrlBad
      ? null
      : maskUserinfo(previewUrl(url, first.mac as MacAddress, account.service));
  const foreign = account === null ? [] : foreignPlaceholders(url, account.service);
  const tokens = KNOWN_PLACEHOLDERS.filter(({ services }) => account !== null && services.includes(account.service));

  if (known !== null && known.length === 0) {
    return (
      <Message action={<Button onPress={() => go({ screen: 'accounts' })}>{t('ui.run.to-accounts')}</Button>}>
        <p>{t('ui.run.no-account')}</p>
      </Message>
    );
  }
  return (
    <div className="form wide-form">
      <div className="form-pair">
        <Choice
          label={t('ui.run.account')}
          value={account?.name ?? null}
          onChange={(name) => setDraft(rollout, { account: name })}
          options={(known ?? []).map(({ name }) => ({ id: name, text: name }))}
        />
        <Choice
          label={t('ui.run.devices')}
          value={typeof scope === 'string' ? scope : 'selected'}
          onChange={(id) => (id === 'selected' ? undefined : onScope(id as Scope))}
          options={[
            { id: 'all', text: t('ui.run.scope-all'), count: number(all) },
            ...(['failed', 'unknown'] as const)
              .filter((kind) => (counts[kind] ?? 0) > 0 || scope === kind)
              .map((kind) => ({ id: kind, text: t(`ui.run.scope-${kind}`), count: number(counts[kind] ?? 0) })),
            ...(typeof scope === 'string'
              ? []
              : [{ id: 'selected', text: t('ui.run.scope-selected'), count: number(scope.length) }]),
          ]}
        />
      </div>
      <Segments
        label={t('ui.run.action')}
        value={action}
        onChange={(id) => setDraft(rollout, { action: id })}
        options={(['register', 'deregister', 'check'] as const).map((id) => ({ id, text: t(`action.${id}`) }))}
      />
      <p className="muted">{t(`ui.run.about-${action}`)}</p>
      {isRegistering ? (
        <>
          <Field
            label={t('ui.run.url')}
            value={url}
            onChange={(text) => setDraft(rollout, { url: text })}
            isMono
            list={`${listId}-urls`}
            placeholder="https://pbx.example.net/prov/…"
            problem={isUrlBad ? t('ui.run.bad-url') : null}
            hint={
              fetched === null
                ? t('ui.run.url-hint', { tokens: tokens.map(({ token }) => token).join(' ') })
                : t('ui.run.fetched', { url: fetched })
            }
          />
          <datalist id={`${listId}-urls`}>
            {(targets.value?.urls ?? []).map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
          {foreign.map(({ token, vendor }) => (
            <Message key={token} look="attention">
              <p>{t('warning.foreign-placeholder', { token, vendor })}</p>
            </Message>
          ))}
          <Field
            label={t('ui.run.provider')}
            value={provider}
            onChange={(text) => setDraft(rollout, { provider: text })}
            list={`${listId}-providers`}
            hint={t('ui.run.provider-hint')}
          />
          <datalist id={`${listId}-providers`}>
            {(targets.value?.providers ?? []).map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </>
      ) : null}
    </div>
  );
}
