import type { RollcallBridge } from '../../../shared/contract/bridge.ts';

/** What the host answers a call with: the call's own result, or the bug that kept it from one. */
type Answer = { readonly result: never } | { readonly bug: string };

const PLATFORM = document.currentScript?.dataset.platform ?? '';

let pushes: EventSource | null = null;
let pushesStarted: Promise<void> = Promise.resolve();

/** One stream for everything: a browser allows a host six connections at once. */
function openPushes(): EventSource {
  const source = new EventSource('/pushes');
  pushesStarted = new Promise((resolve) => {
    source.addEventListener('open', () => resolve(), { once: true });
    source.addEventListener('error', () => resolve(), { once: true });
  });
  return source;
}

/** The window's bridge where a browser shows it: calls by POST, pushes by server-sent events. */
const bridge: RollcallBridge = {
  host: 'browser',
  platform: PLATFORM,
  call: async (group, name, argument) => {
    // Whoever listens hears what a call sets off, from its first word.
    await pushesStarted;
    const response = await fetch(`/call/${group}/${String(name)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(argument),
    });
    if (!response.ok) throw new Error(`${group}.${String(name)}: ${response.status} ${await response.text()}`);
    const answer = (await response.json()) as Answer;
    if ('bug' in answer) throw new Error(answer.bug);
    return answer.result;
  },
  listen: (name, listener) => {
    pushes ??= openPushes();
    const source = pushes;
    const hear = (event: MessageEvent<string>) => listener(JSON.parse(event.data));
    source.addEventListener(name, hear);
    return () => source.removeEventListener(name, hear);
  },
  saveFile: async (name, bytes) => {
    const url = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/octet-stream' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    // The download has taken its bytes long before.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return name;
  },
};

Object.defineProperty(window, 'rollcall', { value: Object.freeze(bridge), enumerable: true });
