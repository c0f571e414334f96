import { HOST_GONE } from '../../../shared/contract/api-failure.ts';
import type { RollcallBridge } from '../../../shared/contract/bridge.ts';
import { failure } from '../../../shared/result.ts';
import { HostLine } from './host-line.ts';

/** What the host answers a call with: the call's own result, or the bug that kept it from one. */
type Answer = { readonly result: never } | { readonly bug: string };

const PLATFORM = document.currentScript?.dataset.platform ?? '';
/** How a host answers that never opened this window: another program has the port now. */
const STRANGER_STATUS: readonly number[] = [403, 421];

const line = new HostLine('/pushes');

/** What a call came to: an answer, or a complaint of a host that is there; `null`: there is no host. */
async function ask(
  path: string,
  argument: unknown,
): Promise<{ readonly status: number; readonly body: string } | null> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(argument),
    });
    const body = await response.text();
    return STRANGER_STATUS.includes(response.status) ? null : { status: response.status, body };
  } catch {
    // Neither refused nor wrong, both of which are answers: nobody is there, or went away while speaking.
    return null;
  }
}

/** The window's bridge where a browser shows it: calls by POST, pushes by server-sent events. */
const bridge: RollcallBridge = {
  host: 'browser',
  platform: PLATFORM,
  call: async (group, name, argument) => {
    // Whoever listens hears what a call sets off, from its first word.
    await line.started;
    const asked = await ask(`/call/${group}/${String(name)}`, argument);
    if (asked === null) {
      line.lose();
      return failure(HOST_GONE);
    }
    if (asked.status !== 200) throw new Error(`${group}.${String(name)}: ${asked.status} ${asked.body}`);
    const answer = JSON.parse(asked.body) as Answer;
    if ('bug' in answer) throw new Error(answer.bug);
    return answer.result;
  },
  listen: (name, listener) => line.listen(name, (data) => listener(JSON.parse(data))),
  watchHost: (listener) => line.watch(listener),
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
