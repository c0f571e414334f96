import { ArrowDown, ArrowUp } from 'lucide-react';
import { useSpeech } from '../../app/words.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Check } from '../../components/field.tsx';
import { type ColumnLayout, layOutColumns, moveColumn } from './columns.ts';

/** Which columns the grid shows, in which order; the MAC is always the first. */
export function ColumnDialog({
  columns,
  onChange,
  onClose,
}: {
  readonly columns: readonly ColumnLayout[];
  readonly onChange: (columns: readonly ColumnLayout[]) => void;
  readonly onClose: () => void;
}) {
  const { t } = useSpeech();
  return (
    <Dialog
      title={t('ui.devices.columns')}
      onClose={onClose}
      foot={
        <>
          <Button look="quiet" onPress={() => onChange(layOutColumns([]))}>
            {t('ui.devices.columns-reset')}
          </Button>
          <Button onPress={onClose}>{t('ui.common.close')}</Button>
        </>
      }
    >
      <ul className="column-list">
        {columns
          .filter(({ id }) => id !== 'mac')
          .map((column) => {
            const name = t(`ui.column.${column.id}`);
            return (
              <li key={column.id}>
                <Check
                  isSelected={column.isShown}
                  onChange={(isShown) =>
                    onChange(columns.map((each) => (each.id === column.id ? { ...each, isShown } : each)))
                  }
                >
                  {name}
                </Check>
                <span>
                  <IconButton
                    label={t('ui.devices.column-up', { column: name })}
                    onPress={() => onChange(moveColumn(columns, column.id, -1))}
                  >
                    <ArrowUp size={16} className="icon" aria-hidden="true" />
                  </IconButton>
                  <IconButton
                    label={t('ui.devices.column-down', { column: name })}
                    onPress={() => onChange(moveColumn(columns, column.id, 1))}
                  >
                    <ArrowDown size={16} className="icon" aria-hidden="true" />
                  </IconButton>
                </span>
              </li>
            );
          })}
      </ul>
    </Dialog>
  );
}
