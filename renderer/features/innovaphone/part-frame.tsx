import { Copy } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { isVaultLocked } from '../../app/failure-words.ts';
import { VaultStep } from '../../app/vault-step.tsx';
import { useSpeech } from '../../app/words.tsx';
import { Button } from '../../components/button.tsx';
import { FailureMessage } from '../../components/message.tsx';

/** One tool of the screen: its form, why it could not be carried out, and what came of it. */
export function PartFrame({
  parts,
  action,
  isReady,
  isBusy = false,
  onAct,
  failure,
  form,
  children,
}: {
  /** The choice of the tool. */
  readonly parts: ReactNode;
  readonly action: string;
  readonly isReady: boolean;
  readonly isBusy?: boolean;
  readonly onAct: () => void;
  readonly failure: ApiFailure | null;
  readonly form: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useSpeech();
  return (
    <>
      <header className="screen-head">
        <h1>{t('ui.innovaphone.title')}</h1>
        <div className="end">
          <Button look="primary" onPress={onAct} isDisabled={!isReady || isBusy}>
            {action}
          </Button>
        </div>
      </header>
      <div className="screen-body">
        {parts}
        <form
          className="form"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            if (isReady && !isBusy) onAct();
          }}
        >
          {form}
          {/* Enter in a field submits only where the form holds a submit button. */}
          <button type="submit" className="sr-only" tabIndex={-1} aria-hidden="true">
            {action}
          </button>
        </form>
        {failure !== null && isVaultLocked(failure) ? <VaultStep /> : null}
        {failure === null || isVaultLocked(failure) ? null : <FailureMessage failure={failure} />}
        {children}
      </div>
    </>
  );
}

/** A text to be taken away, with its name and a button that copies it. */
export function Takeaway({ label, text }: { readonly label: string; readonly text: string }) {
  const { t } = useSpeech();
  const [copied, setCopied] = useState<string | null>(null);
  return (
    <section className="section">
      <div className="button-row">
        <strong>{label}</strong>
        <Button
          look="quiet"
          onPress={async () => {
            await navigator.clipboard.writeText(text);
            setCopied(text);
          }}
        >
          <Copy size={16} className="icon" aria-hidden="true" />
          {t(copied === text ? 'ui.innovaphone.copied' : 'ui.innovaphone.copy')}
        </Button>
      </div>
      <pre className="mono takeaway">{text.replaceAll('\r\n', '\n').trimEnd()}</pre>
    </section>
  );
}
