import type { ScanKind } from './scan-store.ts';

/** Tones of each result: frequency in hertz, length in seconds; different in pitch, number and shape. */
const TONES: Readonly<
  Record<ScanKind, { readonly wave: OscillatorType; readonly notes: readonly (readonly [number, number])[] }>
> = {
  good: { wave: 'sine', notes: [[1_175, 0.09]] },
  part: { wave: 'sine', notes: [[880, 0.06]] },
  room: {
    wave: 'sine',
    notes: [
      [660, 0.08],
      [990, 0.12],
    ],
  },
  duplicate: {
    wave: 'triangle',
    notes: [
      [520, 0.1],
      [520, 0.1],
    ],
  },
  unlisted: {
    wave: 'triangle',
    notes: [
      [520, 0.12],
      [390, 0.2],
    ],
  },
  'other-vendor': {
    wave: 'square',
    notes: [
      [330, 0.14],
      [262, 0.24],
    ],
  },
  unreadable: { wave: 'square', notes: [[150, 0.4]] },
};

const PAUSE_SECONDS = 0.05;
const VOLUME = 0.12;

let context: AudioContext | null = null;

/** Plays the tone of a result. Where the system has no sound nothing happens. */
export function playTone(kind: ScanKind): void {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
    const { wave, notes } = TONES[kind];
    let at = context.currentTime;
    for (const [frequency, length] of notes) {
      const oscillator = new OscillatorNode(context, { type: wave, frequency });
      const gain = new GainNode(context, { gain: VOLUME });
      // An end without a fade clicks.
      gain.gain.setValueAtTime(VOLUME, at + length * 0.7);
      gain.gain.linearRampToValueAtTime(0, at + length);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(at);
      oscillator.stop(at + length);
      at += length + PAUSE_SECONDS;
    }
  } catch {
    // The word and the icon say it all.
  }
}
