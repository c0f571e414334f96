import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { type ApiFailure, isHostGone } from '../../shared/contract/api-failure.ts';
import { wordFailure } from '../app/failure-words.ts';
import { useSpeech } from '../app/words.tsx';

const ICONS = { plain: Info, good: CircleCheck, attention: CircleAlert, failed: TriangleAlert } as const;

/** A sentence in place, where it matters; screen readers hear it when it appears. */
export function Message({
  look = 'plain',
  action,
  children,
}: {
  readonly look?: keyof typeof ICONS;
  /** What can be done about it. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  const Icon = ICONS[look];
  return (
    <div className={`message ${look}`} role={look === 'failed' ? 'alert' : 'status'}>
      <Icon size={20} className="icon" aria-hidden="true" />
      <div className="message-body">{children}</div>
      {action}
    </div>
  );
}

/** Why a call was not carried out, with the service's own words beside it. */
export function FailureMessage({ failure, action }: { readonly failure: ApiFailure; readonly action?: ReactNode }) {
  const speech = useSpeech();
  const words = wordFailure(speech, failure);
  return (
    <Message look={isHostGone(failure) ? 'attention' : 'failed'} action={action}>
      <p>{words.text}</p>
      {words.quoted === null ? null : <Quoted>{words.quoted}</Quoted>}
    </Message>
  );
}

/** What a service said, unchanged. */
export function Quoted({ children }: { readonly children: string }) {
  const { t } = useSpeech();
  return <p className="quoted">{t('ui.common.quoted', { words: children })}</p>;
}
