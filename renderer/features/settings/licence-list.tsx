import { useState } from 'react';
import { useSpeech } from '../../app/words.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { Button } from '../../components/button.tsx';
import { Skeleton } from '../../components/empty.tsx';
import { role } from '../../components/role.ts';

/** The licences of what is built into the program; fetched when they are asked for. */
export function LicenceList() {
  const { t, counted } = useSpeech();
  const [isShown, setIsShown] = useState(false);
  const licences = useCall('about', 'licences', isShown ? {} : null);
  if (!isShown) {
    return (
      <div className="button-row">
        <Button onPress={() => setIsShown(true)}>{t('ui.settings.licences-show')}</Button>
      </div>
    );
  }
  const packages = licences.value?.packages ?? null;
  return (
    <>
      <h3>{t('ui.settings.licences')}</h3>
      {packages === null ? (
        licences.isSlow ? (
          <Skeleton rows={4} />
        ) : null
      ) : (
        <>
          <p className="muted" role="status">
            {packages.length === 0
              ? t('ui.settings.licences-none')
              : counted('ui.settings.licences-count', packages.length)}
          </p>
          <div>
            {packages.map(({ name, version, licence, text }) => (
              <details key={`${name} ${version}`} className="licence">
                <summary>
                  {name} {version} <span className="muted">{licence}</span>
                </summary>
                <div
                  {...role('group', { 'aria-label': `${name} ${version}`, tabIndex: 0 })}
                  className="licence-text mono"
                >
                  {text}
                </div>
              </details>
            ))}
          </div>
        </>
      )}
    </>
  );
}
