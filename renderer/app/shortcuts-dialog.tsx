import { hostOf } from '../bridge/bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useSpeech } from './words.tsx';

const SHORTCUTS = [
  'search',
  'run',
  'list',
  'filter',
  'move',
  'select',
  'range',
  'all',
  'open',
  'edit',
  'copy',
  'paste',
  'remove',
  'escape',
] as const;

/** Those of the menu, which a browser's window has none of: there the keys are the browser's own. */
const MENU_SHORTCUTS = [
  'new',
  'open-file',
  'save',
  'import',
  'export',
  'rollouts',
  'accounts',
  'activity',
  'settings',
] as const;

/** Every shortcut in one list. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useSpeech();
  return (
    <Dialog
      title={t('ui.shortcuts.title')}
      onClose={onClose}
      foot={
        <Button onPress={onClose} autoFocus>
          {t('ui.common.close')}
        </Button>
      }
    >
      <dl className="facts shortcuts">
        {[...SHORTCUTS, ...(hostOf().host === 'electron' ? MENU_SHORTCUTS : [])].map((id) => (
          <div key={id}>
            <dt>
              <span className="key">{t(`ui.shortcuts.${id}-key`)}</span>
            </dt>
            <dd>{t(`ui.shortcuts.${id}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
