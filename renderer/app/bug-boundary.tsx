import { Component, type ReactNode, useEffect, useState } from 'react';
import { call } from '../bridge/bridge.ts';
import { Button } from '../components/button.tsx';
import { Message } from '../components/message.tsx';
import { useSpeech } from './words.tsx';

/** Shows a bug as one, instead of an empty window: what was thrown while drawing, and what no call caught. */
export function BugBoundary({ children }: { readonly children: ReactNode }) {
  const [late, setLate] = useState<string | null>(null);
  useEffect(() => {
    function onRejection({ reason }: PromiseRejectionEvent): void {
      setLate(reason instanceof Error ? reason.message : String(reason));
    }
    window.addEventListener('unhandledrejection', onRejection);
    return () => window.removeEventListener('unhandledrejection', onRejection);
  }, []);
  return <Catcher>{late === null ? children : <BugPage text={late} />}</Catcher>;
}

class Catcher extends Component<{ readonly children: ReactNode }, { readonly text: string | null }> {
  override state: { readonly text: string | null } = { text: null };

  static getDerivedStateFromError(error: unknown): { readonly text: string } {
    return { text: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    return this.state.text === null ? this.props.children : <BugPage text={this.state.text} />;
  }
}

function BugPage({ text }: { readonly text: string }) {
  const { t } = useSpeech();
  useEffect(() => {
    call('support', 'report', { message: text.slice(0, 4_000) }).catch(() => {});
  }, [text]);
  return (
    <main className="screen-body">
      <h1>{t('ui.bug.title')}</h1>
      <Message look="failed">
        <p>{t('ui.bug.text')}</p>
        <p className="quoted">{text}</p>
      </Message>
      <div className="button-row">
        <Button look="primary" onPress={() => window.location.reload()}>
          {t('ui.bug.reload')}
        </Button>
      </div>
    </main>
  );
}
