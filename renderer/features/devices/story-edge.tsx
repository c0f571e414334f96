import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { create } from 'zustand';
import { STORY_PX } from '../../../shared/contract/settings.ts';
import { useSettings } from '../../app/settings-store.ts';
import { useSpeech } from '../../app/words.tsx';
import { role } from '../../components/role.ts';

const STEP_PX = 16;

/** While it is changed; else it is as the settings have it. */
const useMovedWidth = create<{ readonly width: number | null }>(() => ({ width: null }));

function setWidth(width: number): void {
  useMovedWidth.setState({ width: Math.round(Math.min(STORY_PX.max, Math.max(STORY_PX.min, width))) });
}

/** How wide the story is, in CSS pixels. */
export function useStoryWidth(): number {
  const { settings } = useSettings();
  const { width } = useMovedWidth();
  return width ?? settings.storyWidth;
}

/** The story's left edge: dragged, or moved with the arrow keys. */
export function StoryEdge() {
  const { t } = useSpeech();
  const width = useStoryWidth();
  const { settings, change } = useSettings();
  const drag = useRef<{ readonly fromX: number; readonly width: number } | null>(null);

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { fromX: event.clientX, width };
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (drag.current !== null) setWidth(drag.current.width + drag.current.fromX - event.clientX);
  }

  /** Once a key is let go or the edge is dropped: the way there is nothing to remember. */
  function keep(): void {
    drag.current = null;
    const { width: moved } = useMovedWidth.getState();
    if (moved !== null && moved !== settings.storyWidth) change({ storyWidth: moved });
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.key === 'ArrowLeft') setWidth(width + STEP_PX);
    else if (event.key === 'ArrowRight') setWidth(width - STEP_PX);
    else return;
    event.preventDefault();
  }

  return (
    <div
      {...role('separator', {
        'aria-label': t('ui.story.width'),
        'aria-orientation': 'vertical',
        'aria-valuenow': width,
        'aria-valuemin': STORY_PX.min,
        'aria-valuemax': STORY_PX.max,
        tabIndex: 0,
        onPointerDown,
        onPointerMove,
        onLostPointerCapture: keep,
        onKeyDown,
        onKeyUp: keep,
      })}
      className="story-edge"
    />
  );
}
