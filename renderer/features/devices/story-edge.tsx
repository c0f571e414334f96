import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { create } from 'zustand';
import { useSpeech } from '../../app/words.tsx';
import { role } from '../../components/role.ts';

const MIN_PX = 280;
const MAX_PX = 900;
const STEP_PX = 16;

interface StoryWidth {
  /** In CSS pixels. */
  readonly width: number;
  readonly setWidth: (width: number) => void;
}

/** How wide the story is, as long as the window is open. */
export const useStoryWidth = create<StoryWidth>((set) => ({
  width: 360,
  setWidth: (width) => set({ width: Math.round(Math.min(MAX_PX, Math.max(MIN_PX, width))) }),
}));

/** The story's left edge: dragged, or moved with the arrow keys. */
export function StoryEdge() {
  const { t } = useSpeech();
  const { width, setWidth } = useStoryWidth();
  const drag = useRef<{ readonly fromX: number; readonly width: number } | null>(null);

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { fromX: event.clientX, width };
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (drag.current !== null) setWidth(drag.current.width + drag.current.fromX - event.clientX);
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
        'aria-valuemin': MIN_PX,
        'aria-valuemax': MAX_PX,
        tabIndex: 0,
        onPointerDown,
        onPointerMove,
        onPointerUp: () => {
          drag.current = null;
        },
        onKeyDown,
      })}
      className="story-edge"
    />
  );
}
