import { useEffect, useMemo, useRef, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import type { ValueOf } from '../../shared/contract/bridge.ts';
import { parseLabel } from '../../shared/domain/mac.ts';
import { call } from '../bridge/bridge.ts';
import { useCall } from '../bridge/use-call.ts';
import { role } from '../components/role.ts';
import { matchesWords } from './match-words.ts';
import { type Place, useNavigation } from './navigation.ts';
import { useSettings } from './settings-store.ts';
import { useSpeech } from './words.tsx';

interface Command {
  readonly id: string;
  readonly text: string;
  readonly hint: string;
  readonly run: () => void;
}

/** One line that leads everywhere: places, rollouts, a MAC wherever it is, what can be switched. */
export function Palette({ onClose, onShortcuts }: { readonly onClose: () => void; readonly onShortcuts: () => void }) {
  const { t } = useSpeech();
  const { go } = useNavigation();
  const { change } = useSettings();
  const rollouts = useCall('rollouts', 'list', {});
  const [search, setSearch] = useState('');
  const [index, setIndex] = useState(0);
  const [found, setFound] = useState<readonly string[]>([]);
  const [holders, setHolders] = useState<ValueOf<'codes', 'find'>['holders']>([]);
  const list = useRef<HTMLDivElement>(null);
  const label = parseLabel(search);
  const mac = label.ok ? label.value.mac : null;
  useEffect(() => {
    setFound([]);
    setHolders([]);
    if (mac === null) return;
    let isCurrent = true;
    call('devices', 'find', { mac }).then((result) => {
      if (isCurrent && result.ok) setFound(result.value.rollouts.map(({ rollout }) => rollout));
    });
    call('codes', 'find', { mac }).then((result) => {
      if (isCurrent && result.ok) setHolders(result.value.holders);
    });
    return () => {
      isCurrent = false;
    };
  }, [mac]);

  const commands = useMemo<readonly Command[]>(() => {
    const place = (id: string, text: string, hint: string, to: Place): Command => ({
      id,
      text,
      hint,
      run: () => go(to),
    });
    const names = rollouts.value?.rollouts.map(({ name }) => name) ?? [];
    const all = [
      ...names.flatMap((rollout) =>
        (['devices', 'run', 'import'] as const).map((tab) =>
          place(`${tab} ${rollout}`, rollout, t(`ui.tab.${tab}`), { screen: 'rollout', rollout, tab }),
        ),
      ),
      place('rollouts', t('ui.frame.rollouts'), t('ui.palette.go'), { screen: 'rollouts' }),
      place('accounts', t('ui.frame.accounts'), t('ui.palette.go'), { screen: 'accounts' }),
      place('activity', t('ui.frame.activity'), t('ui.palette.go'), { screen: 'activity' }),
      place('settings', t('ui.frame.settings'), t('ui.palette.go'), { screen: 'settings' }),
      ...(['light', 'dark', 'system'] as const).map((theme) => ({
        id: `theme ${theme}`,
        text: t(`ui.settings.${theme}`),
        hint: t('ui.settings.theme'),
        run: () => {
          change({ theme });
        },
      })),
      { id: 'shortcuts', text: t('ui.shortcuts.title'), hint: '?', run: onShortcuts },
      { id: 'de', text: 'Deutsch', hint: t('ui.settings.language'), run: () => void change({ language: 'de' }) },
      { id: 'en', text: 'English', hint: t('ui.settings.language'), run: () => void change({ language: 'en' }) },
    ];
    const macs = found.map((rollout) =>
      place(`mac ${rollout}`, rollout, t('ui.palette.mac'), {
        screen: 'rollout',
        rollout,
        tab: 'devices',
        ...(mac === null ? {} : { mac }),
      }),
    );
    const users = holders.map(({ rollout, user }) =>
      place(`user ${rollout} ${user}`, `${rollout}: ${user}`, t('ui.palette.mac'), {
        screen: 'rollout',
        rollout,
        tab: 'codes',
      }),
    );
    return [...macs, ...users, ...all.filter(({ text, hint }) => matchesWords(`${text} ${hint}`, search))];
  }, [rollouts.value, found, holders, mac, search, t, go, change, onShortcuts]);
  const active = Math.min(index, commands.length - 1);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function choose(command: Command | undefined): void {
    if (command === undefined) return;
    onClose();
    command.run();
  }

  return (
    <ModalOverlay
      className="overlay palette"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
    >
      <Modal className="modal">
        <Dialog aria-label={t('ui.frame.search')}>
          <input
            className="palette-input"
            placeholder={t('ui.palette.placeholder')}
            aria-label={t('ui.palette.placeholder')}
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant={active >= 0 ? `palette-${active}` : undefined}
            spellCheck={false}
            ref={(input) => input?.focus()}
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
              setIndex(0);
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') setIndex(Math.min(commands.length - 1, active + 1));
              else if (event.key === 'ArrowUp') setIndex(Math.max(0, active - 1));
              else if (event.key === 'Enter') choose(commands[active]);
              else return;
              event.preventDefault();
            }}
          />
          <div
            ref={list}
            id="palette-list"
            className="options"
            {...role('listbox', { 'aria-label': t('ui.frame.search') })}
          >
            {commands.map((command, position) => (
              <div
                key={command.id}
                id={`palette-${position}`}
                {...role('option', { 'aria-selected': position === active })}
                data-focused={position === active}
                className="option"
                onPointerDown={(event) => {
                  event.preventDefault();
                  choose(command);
                }}
              >
                <span className="cut">{command.text}</span>
                <span className="count">{command.hint}</span>
              </div>
            ))}
          </div>
          {commands.length === 0 ? <p className="palette-none muted">{t('ui.palette.none')}</p> : null}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
