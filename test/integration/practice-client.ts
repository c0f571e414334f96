import { afterEach } from 'vitest';
import { startPractice } from '../../electron/services/practice.ts';
import { type PracticeFault, parseFault, type RunningPractice } from '../../electron/services/practice-host.ts';

const running: RunningPractice[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((practice) => practice.close()));
});

/** Reads a fault that the test knows to be well written. */
export function fault(text: string): PracticeFault {
  const parsed = parseFault(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

/** Starts one practice service, closed after the test. */
export async function start(service: 'gigaset' | 'snom', ...faults: readonly string[]): Promise<PracticeClient> {
  const started = await startPractice({ services: [service], faults: faults.map(fault) });
  if (!started.ok) throw new Error(`not started: ${started.error.reason}`);
  running.push(started.value);
  return new PracticeClient(started.value, service);
}

function toXml(param: unknown): string {
  if (Array.isArray(param)) return `<value><array><data>${param.map(toXml).join('')}</data></array></value>`;
  if (param === null) return '<value><nil/></value>';
  if (typeof param === 'number') return `<value><int>${param}</int></value>`;
  return `<value><string>${String(param).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</string></value>`;
}

/** Writes a call by hand: the tests of the practice services don't lean on Rollcall's own encoder. */
export function callXml(method: string, params: readonly unknown[]): string {
  const list = params.map((param) => `<param>${toXml(param)}</param>`).join('');
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${list}</params></methodCall>`;
}

/** A plain HTTP client of one practice service, with Node's own fetch. */
export class PracticeClient {
  readonly practice: RunningPractice;
  readonly id: string;
  readonly url: string;
  readonly authorization: string;

  constructor(practice: RunningPractice, id: string) {
    const address = practice.addresses[id];
    if (address === undefined) throw new Error(`no address of ${id}`);
    this.practice = practice;
    this.id = id;
    this.url = address.url;
    this.authorization = `Basic ${Buffer.from(`${address.user}:${address.password}`).toString('base64')}`;
  }

  /** Posts any body; headers given win, an `undefined` one is left out. */
  async post(body: string, headers: Readonly<Record<string, string | undefined>> = {}): Promise<Response> {
    const all = { authorization: this.authorization, 'content-type': 'text/xml', ...headers };
    const sent = Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    return fetch(this.url, { method: 'POST', body: Buffer.from(body), headers: Object.fromEntries(sent) });
  }

  /** Calls a method; the response as it came. */
  async respond(method: string, ...params: readonly unknown[]): Promise<Response> {
    return this.post(callXml(method, params));
  }

  /** Calls a method; the document it answers with, without prolog, envelope and the white space between tags. */
  async call(method: string, ...params: readonly unknown[]): Promise<string> {
    const text = await (await this.respond(method, ...params)).text();
    return text
      .replaceAll(/>\s+</g, '><')
      .trim()
      .replace(/^<\?xml[^>]*\?>/, '')
      .replace(/^<methodResponse[^>]*>(?:<params><param>)?/, '')
      .replace(/(?:<\/param><\/params>)?<\/methodResponse>$/, '');
  }

  /** Uses the control interface: GET without a body, POST with one. */
  async control(path: string, body?: unknown): Promise<Response> {
    const url = new URL(path, this.url);
    return body === undefined ? fetch(url) : fetch(url, { method: 'POST', body: JSON.stringify(body) });
  }

  /** The log without sequence numbers and times. */
  log(): readonly Readonly<Record<string, unknown>>[] {
    return this.practice.log(this.id).map(({ method, kind, macs, applied, outcome }) => ({
      method,
      kind,
      macs,
      applied,
      outcome,
    }));
  }
}
