import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';
import type { PracticeProgram, PracticeProgramFault, PracticeProgramSetting } from '../practice-program.ts';
import { PracticePhone, type PracticePhoneEvent, type PracticePhoneFault } from './practice-phone.ts';

/** How many phones there are when nobody says. */
const PHONES = 12;
const MODELS = ['OpenStage 40', 'OpenStage 60', 'OpenStage 20', 'OpenScape Desk Phone CP210'];
const EVENTS_MAX = 20_000;
const START_TRIES = 20;

const PHONE_NUMBERS = 'PHONES (all, or numbers from 1 on: 1,4,7)';

function isPhoneNumbers(text: string): boolean {
  return /^(?:all|[1-9]\d{0,3}(?:,[1-9]\d{0,3})*)$/.test(text);
}

function phonesFault(name: PracticePhoneFault, en: string, de: string): PracticeProgramFault {
  return { name, values: PHONE_NUMBERS, default: 'all', meaning: { en, de }, accepts: isPhoneNumbers };
}

function numberFault(name: PracticePhoneFault, values: string, byDefault: string, en: string, de: string) {
  return { name, values, default: byDefault, meaning: { en, de }, accepts: (text: string) => /^\d{1,6}$/.test(text) };
}

/** The faults whose value is a number for every phone; the others name phones. */
const NUMBER_FAULTS: ReadonlySet<string> = new Set(['slow', 'contact-gap']);

const FAULTS: readonly PracticeProgramFault[] = [
  phonesFault('unreachable', 'Nothing listens on the phone.', 'Am Telefon lauscht nichts.'),
  phonesFault('silent', 'Takes the request to call and never calls.', 'Nimmt die Bitte um Rückruf an und ruft nie an.'),
  phonesFault('tls-abort', 'Breaks the TLS handshake off.', 'Bricht den TLS-Aufbau ab.'),
  phonesFault('other-mac', 'Another phone is at the address.', 'Unter der Adresse ist ein anderes Telefon.'),
  phonesFault('other-address', 'Calls from another address.', 'Ruft von einer anderen Adresse an.'),
  phonesFault('busy', 'Is in a call once, then calls by itself.', 'Ist einmal im Gespräch und ruft dann selbst an.'),
  phonesFault(
    'busy-old-firmware',
    'Is in a call once and does not call by itself.',
    'Ist einmal im Gespräch und ruft nicht selbst an.',
  ),
  phonesFault('refused-item', 'Refuses display-id.', 'Lehnt display-id ab.'),
  phonesFault('drop-reply', 'Stores and hangs up without a reply.', 'Speichert und legt ohne Antwort auf.'),
  phonesFault('no-mac', 'Never says its MAC.', 'Nennt nie seine MAC.'),
  phonesFault('whole-cookie', 'Sends cookies back with their attributes.', 'Schickt Cookies samt Attributen zurück.'),
  phonesFault('fragments', 'Sends all items in three parts.', 'Schickt alle Items in drei Teilen.'),
  phonesFault('max-items', 'Takes three items a message.', 'Nimmt drei Items je Nachricht.'),
  phonesFault('unknown-reason', 'Calls for an unknown reason first.', 'Ruft erst aus unbekanntem Grund an.'),
  phonesFault('other-path', 'Calls another path.', 'Ruft einen anderen Pfad auf.'),
  phonesFault('get-only', 'Takes the request to call with GET only.', 'Nimmt die Bitte um Rückruf nur mit GET.'),
  phonesFault(
    'close-each',
    'Closes the connection after each message.',
    'Schließt nach jeder Nachricht die Verbindung.',
  ),
  phonesFault('file-failed', 'Reports files as failed.', 'Meldet Dateien als fehlgeschlagen.'),
  numberFault('slow', 'MS', '500', 'Each message takes so long.', 'Jede Nachricht dauert so lange.'),
  numberFault('contact-gap', 'SECONDS', '300', 'Ignores requests within it.', 'Überhört Bitten darin.'),
];

/**
 * Practice phones that are spoken with as OpenStage phones are, written from the vendor's guide alone.
 *
 * Each has an address of its own, 127.x.y.z with port 8085; where the system has none of these but 127.0.0.1, they share
 * it, each with a port of its own. `POST /practice/call` with `{"mac", "reason"}` makes one of them call by itself.
 */
export const practice: PracticeProgram = {
  id: 'openstage',
  faults: FAULTS,
  start: async ({ port, phones: wanted, faults }) => {
    const events: PracticePhoneEvent[] = [];
    let settings = faults;
    const phones = await startPhones(
      wanted === 0 ? PHONES : wanted,
      () => settings,
      (event) => {
        if (events.length < EVENTS_MAX) events.push(event);
      },
    );
    if (phones === null) return null;
    const closePhones = () => Promise.all(phones.map((phone) => phone.close()));
    const setFaults = (next: readonly PracticeProgramSetting[]) => {
      settings = next;
    };
    const server = createServer((request, response) => {
      void serveControl(request, response, phones, events, setFaults).catch(() => response.destroy());
    });
    const isListening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isListening) {
      await closePhones();
      return null;
    }
    let isClosed = false;
    return {
      address: {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        user: '',
        password: '',
        phones: phones.map(({ options, address }) => ({ mac: options.mac, address, model: options.model })),
      },
      setFaults,
      close: async () => {
        if (isClosed) return;
        isClosed = true;
        await closePhones();
        await new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        });
      },
    };
  },
};

async function startPhones(
  count: number,
  settings: () => readonly PracticeProgramSetting[],
  log: (event: PracticePhoneEvent) => void,
): Promise<readonly PracticePhone[] | null> {
  for (let attempt = 0; attempt < START_TRIES; attempt += 1) {
    // Several of these programs can run at once: each takes a block of its own.
    const block = `127.${32 + Math.floor(Math.random() * 190)}.${Math.floor(Math.random() * 200)}`;
    const hasOwnAddress = attempt < START_TRIES - 1;
    const phones: PracticePhone[] = [];
    let areStarted = true;
    for (let at = 0; at < count && areStarted; at += 1) {
      const [second = '', third = '0'] = block.split('.').slice(1);
      const own = `127.${second}.${Number(third) + Math.floor(at / 200)}.${1 + (at % 200)}`;
      const phone = new PracticePhone({
        number: at + 1,
        mac: `00:01:E3:10:${(at >> 8).toString(16).padStart(2, '0')}:${(at & 255).toString(16).padStart(2, '0')}`.toUpperCase(),
        model: MODELS[at % MODELS.length] ?? '',
        address: hasOwnAddress ? own : '127.0.0.1',
        hasOwnAddress,
        faultOf: (fault) => faultValue(settings(), fault, at + 1),
        log,
      });
      phones.push(phone);
      areStarted = await phone.start();
    }
    if (areStarted) return phones;
    await Promise.all(phones.map((phone) => phone.close()));
  }
  return null;
}

function faultValue(settings: readonly PracticeProgramSetting[], fault: string, phone: number): string | null {
  const setting = settings.find(({ name }) => name === fault);
  if (setting === undefined) return null;
  const isMeant =
    NUMBER_FAULTS.has(fault) || setting.value === 'all' || setting.value.split(',').includes(String(phone));
  return isMeant ? setting.value : null;
}

async function serveControl(
  request: IncomingMessage,
  response: ServerResponse,
  phones: readonly PracticePhone[],
  events: readonly PracticePhoneEvent[],
  setFaults: (settings: readonly PracticeProgramSetting[]) => void,
): Promise<void> {
  const send = (status: number, text: string) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
    response.end(text);
  };
  switch (`${request.method} ${request.url}`) {
    case 'GET /practice/log':
      return send(200, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    case 'GET /practice/state':
      return send(
        200,
        JSON.stringify(
          phones.map(({ options, address, items }) => ({
            mac: options.mac,
            address,
            items: Object.fromEntries(items),
          })),
        ),
      );
    case 'POST /practice/faults': {
      const texts = await readJson(request);
      const settings = Array.isArray(texts) ? texts.map((text) => parseSetting(String(text))) : [null];
      if (settings.includes(null)) return send(400, '{"error":"not a list of faults"}');
      setFaults(settings.filter((setting) => setting !== null));
      return send(200, '{}');
    }
    case 'POST /practice/call': {
      const { mac, reason } = (await readJson(request)) as { readonly mac?: unknown; readonly reason?: unknown };
      const phone = phones.find(({ options }) => options.mac === mac);
      if (phone === undefined) return send(404, '{"error":"no such phone"}');
      await phone.call(typeof reason === 'string' ? reason : 'local-changes');
      return send(200, '{}');
    }
    default:
      return send(404, '{"error":"no such path"}');
  }
}

function parseSetting(text: string): PracticeProgramSetting | null {
  const [name = '', value] = text.split('=', 2);
  const fault = FAULTS.find((candidate) => candidate.name === name);
  if (fault === undefined) return null;
  const chosen = value ?? fault.default ?? '';
  return fault.accepts(chosen) ? { name, value: chosen } : null;
}
