import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json as readJson } from 'node:stream/consumers';
import type { PracticeProgram, PracticeProgramFault, PracticeProgramSetting } from '../practice-program.ts';
import { makePracticePhones, type PracticeConfigPhone, packGrandstream, writePracticeFiles } from './practice-files.ts';
import { type PracticeTftpAnswer, startPracticeTftp } from './practice-tftp.ts';

const USER = 'prov';
const REALM = 'PBXware practice';
const SIP_SECRET = 'practice-sip-secret';
const LOG_LINES = 20_000;

function fault(name: string, en: string, de: string): PracticeProgramFault {
  return {
    name,
    values: 'PHONES (all, or numbers from 1 on: 1,4,7)',
    default: 'all',
    meaning: { en, de },
    accepts: (text) => /^(?:all|[1-9]\d{0,3}(?:,[1-9]\d{0,3})*)$/.test(text),
  };
}

function siteFault(name: string, values: readonly string[], en: string, de: string): PracticeProgramFault {
  return {
    name,
    values: values.join('|'),
    default: values[0] ?? '',
    meaning: { en, de },
    accepts: (text) => values.length === 0 || values.includes(text),
  };
}

const FAULTS: readonly PracticeProgramFault[] = [
  fault('empty', 'The file is empty.', 'Die Datei ist leer.'),
  fault('html', 'A web page comes instead of the file.', 'Statt der Datei kommt eine Webseite.'),
  fault('bad-xml', 'XML files have an unescaped &.', 'XML-Dateien haben ein nicht maskiertes &.'),
  fault('bad-text', 'Text files are some other text.', 'Textdateien sind ein anderer Text.'),
  fault('bad-checksum', 'Grandstream files have a wrong byte.', 'Grandstream-Dateien haben ein falsches Byte.'),
  fault('wrong-mac', "The file is the next phone's.", 'Die Datei ist die des nächsten Telefons.'),
  fault('wrong-user', 'The account is another one.', 'Das Konto ist ein anderes.'),
  fault('wrong-server', 'The SIP server is another one.', 'Der SIP-Server ist ein anderer.'),
  fault('no-account', 'The file has no account.', 'Die Datei enthält kein Konto.'),
  fault('not-found', 'The phone is not in the PBX.', 'Das Telefon fehlt in der Anlage.'),
  fault('other-case', 'Only names in the other letter case are there.', 'Nur Namen in anderer Schreibung sind da.'),
  fault('linked-missing', "Poly's linked files are missing.", 'Die verlinkten Dateien von Poly fehlen.'),
  fault('login-refused', 'The right login is refused (403).', 'Die richtige Anmeldung wird abgelehnt (403).'),
  fault('straight-403', '403 comes without a challenge.', '403 kommt ohne Rückfrage.'),
  fault('again-401', '401 comes again after the login.', '401 kommt nach der Anmeldung noch einmal.'),
  fault('error-500', 'The server fails (500).', 'Der Server scheitert (500).'),
  fault('redirect', 'A redirect leads to another server.', 'Eine Umleitung führt zu einem anderen Server.'),
  fault('drop', 'The connection breaks before the answer.', 'Die Verbindung bricht vor der Antwort ab.'),
  fault('truncated', 'The connection breaks in the middle.', 'Die Verbindung bricht in der Mitte ab.'),
  fault('basic', 'Only Basic is offered.', 'Nur Basic wird angeboten.'),
  fault('stale', 'The first nonce is too old.', 'Die erste Nonce ist zu alt.'),
  fault('tftp-silent', 'TFTP does not answer.', 'TFTP antwortet nicht.'),
  fault('tftp-denied', 'TFTP refuses the file.', 'TFTP verweigert die Datei.'),
  siteFault('digest', ['MD5', 'MD5-sess', 'SHA-256', 'plain'], 'How Digest is done.', 'Wie Digest gemacht wird.'),
  siteFault('catch-all', [], 'Every MAC gets a file.', 'Jede MAC bekommt eine Datei.'),
  siteFault('any-password', [], 'Every password is right.', 'Jedes Passwort ist richtig.'),
];

/**
 * A practice configuration server in PBXware's manner: Digest over HTTP or HTTPS, TFTP beside it, and a log as nginx
 * writes it. Written from the vendor's page and the RFCs alone.
 *
 * Beside the usual paths `GET /practice/list` gives the prepared phones as a list to import, and `/practice/log` the
 * access log, which also stands in a file of its own.
 */
export const practice: PracticeProgram = {
  id: 'pbxware',
  faults: FAULTS,
  start: async ({ port, certificate, phones: count, faults }) => {
    const phones = makePracticePhones(count);
    const station = new Station(phones, faults);
    const listener: RequestListener = (request, response) => {
      void station.serve(request, response).catch(() => response.destroy());
    };
    const server = certificate === null ? createServer(listener) : createTlsServer(certificate, listener);
    const isListening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isListening) {
      station.removeLog();
      return null;
    }
    const tftp = await startPracticeTftp((name) => station.findForTftp(name));
    let isClosed = false;
    const scheme = certificate === null ? 'http' : 'https';
    return {
      address: {
        url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/prov/`,
        user: USER,
        password: station.password,
        tftpPort: tftp.port,
        logFile: station.logFile,
        ...(certificate === null ? {} : { ca: certificate.caFile }),
        phones: phones.map(({ mac, user, extension, server: sipServer }) => ({
          mac,
          user,
          extension,
          server: sipServer,
        })),
      },
      setFaults: (next) => station.setFaults(next),
      close: async () => {
        if (isClosed) return;
        isClosed = true;
        await tftp.close();
        await new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        });
        station.removeLog();
      },
    };
  },
};

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

class Station {
  readonly password = randomBytes(12).toString('base64url');
  readonly logFile: string;
  readonly #phones: readonly PracticeConfigPhone[];
  readonly #folder = mkdtempSync(join(tmpdir(), 'rollcall-practice-'));
  readonly #log: string[] = [];
  /** How often each nonce was used; those of the past are gone. */
  readonly #nonces = new Map<string, number>();
  readonly #staleOnce = new Set<string>();
  #faults: readonly PracticeProgramSetting[];

  constructor(phones: readonly PracticeConfigPhone[], faults: readonly PracticeProgramSetting[]) {
    this.#phones = phones;
    this.#faults = faults;
    this.logFile = join(this.#folder, 'access.log');
    writeFileSync(this.logFile, '');
  }

  setFaults(faults: readonly PracticeProgramSetting[]): void {
    this.#faults = faults;
    this.#staleOnce.clear();
  }

  removeLog(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path.startsWith('/practice/')) {
      send(response, await this.#control(request, path));
      return;
    }
    const name = path.startsWith('/prov/') ? decodeURIComponent(path.slice('/prov/'.length)) : null;
    const phone = name === null ? null : this.#phoneOf(name);
    if (phone !== null && this.#has('drop', phone)) {
      this.#write(request, 499, 0);
      request.socket.destroy();
      return;
    }
    const reply = name === null ? missing() : this.#reply(request, name, phone);
    const body = Buffer.from(reply.body);
    this.#write(request, reply.status, body.length);
    if (reply.status === 200 && phone !== null && this.#has('truncated', phone)) {
      response.writeHead(200, { 'Content-Length': body.length, Connection: 'close' });
      response.write(body.subarray(0, body.length / 2), () => request.socket.end());
      return;
    }
    send(response, reply);
  }

  findForTftp(name: string): PracticeTftpAnswer {
    const phone = this.#phoneOf(name);
    if (phone !== null && this.#has('tftp-silent', phone)) return 'silent';
    if (phone !== null && this.#has('tftp-denied', phone)) return { code: 2, words: 'Access violation' };
    return this.#content(name, phone) ?? { code: 1, words: 'File not found' };
  }

  #value(name: string): string | null {
    return this.#faults.find((each) => each.name === name)?.value ?? null;
  }

  #has(name: string, phone: PracticeConfigPhone): boolean {
    const value = this.#value(name);
    return value !== null && (value === 'all' || value.split(',').includes(String(phone.number)));
  }

  #phoneOf(name: string): PracticeConfigPhone | null {
    const lower = name.toLowerCase();
    return this.#phones.find(({ mac }) => lower.includes(mac)) ?? null;
  }

  #reply(request: IncomingMessage, name: string, phone: PracticeConfigPhone | null): Reply {
    if (request.method !== 'GET') return { status: 405, body: 'Not allowed\n' };
    if (phone !== null && this.#has('straight-403', phone)) return forbidden();
    const refusal = this.#login(request, phone);
    if (refusal !== null) return refusal;
    if (phone !== null) {
      if (this.#has('login-refused', phone)) return forbidden();
      if (this.#has('error-500', phone)) return { status: 500, body: '<h1>Internal Server Error</h1>\n' };
      if (this.#has('redirect', phone)) {
        return { status: 302, headers: { Location: 'http://portal.practice.example/login?from=prov' }, body: '' };
      }
    }
    const content = this.#content(name, phone);
    if (content === null) return missing();
    const beginning = content.subarray(0, 64).toString('latin1');
    const isXml = beginning.startsWith('<?xml');
    return { status: 200, headers: { 'Content-Type': isXml ? 'text/xml' : 'application/octet-stream' }, body: content };
  }

  /** What keeps a request from its file; `null`: nothing. */
  #login(request: IncomingMessage, phone: PracticeConfigPhone | null): Reply | null {
    if (phone !== null && this.#has('basic', phone)) return this.#challenge('Basic realm="practice"');
    const header = request.headers.authorization ?? '';
    const answer = header.toLowerCase().startsWith('digest ') ? readDigest(header.slice('digest '.length)) : null;
    if (answer === null) return this.#challenge(this.#digest(false));
    if (phone !== null && this.#has('again-401', phone)) return this.#challenge(this.#digest(false));
    const nonce = answer.get('nonce') ?? '';
    const used = this.#nonces.get(nonce);
    if (used === undefined) return this.#challenge(this.#digest(true));
    if (phone !== null && this.#has('stale', phone) && !this.#staleOnce.has(phone.mac)) {
      this.#staleOnce.add(phone.mac);
      this.#nonces.delete(nonce);
      return this.#challenge(this.#digest(true));
    }
    const count = answer.has('nc') ? Number.parseInt(answer.get('nc') ?? '', 16) : used + 1;
    const isCounted = count > used;
    if (isCounted) this.#nonces.set(nonce, count);
    const isRight = isCounted && answer.get('uri') === request.url && this.#isRight(answer, request.method ?? '');
    return isRight || this.#value('any-password') !== null ? null : forbidden();
  }

  #isRight(answer: ReadonlyMap<string, string>, method: string): boolean {
    const style = this.#value('digest') ?? 'MD5';
    const hash = (text: string) =>
      createHash(style === 'SHA-256' ? 'sha256' : 'md5')
        .update(text)
        .digest('hex');
    const [nonce, cnonce] = [answer.get('nonce') ?? '', answer.get('cnonce') ?? ''];
    let secret = hash(`${USER}:${REALM}:${this.password}`);
    if (style === 'MD5-sess') secret = hash(`${secret}:${nonce}:${cnonce}`);
    const request = hash(`${method}:${answer.get('uri')}`);
    const expected =
      style === 'plain'
        ? hash(`${secret}:${nonce}:${request}`)
        : hash(`${secret}:${nonce}:${answer.get('nc')}:${cnonce}:${answer.get('qop')}:${request}`);
    return answer.get('username') === USER && answer.get('response') === expected;
  }

  #digest(isStale: boolean): string {
    const nonce = randomBytes(12).toString('hex');
    this.#nonces.set(nonce, 0);
    const style = this.#value('digest') ?? 'MD5';
    const more = style === 'plain' ? '' : `, algorithm=${style}, qop="auth"`;
    return `Digest realm="${REALM}", nonce="${nonce}"${more}${isStale ? ', stale=true' : ''}`;
  }

  #challenge(header: string): Reply {
    return { status: 401, headers: { 'WWW-Authenticate': header }, body: 'Login needed\n' };
  }

  #content(name: string, phone: PracticeConfigPhone | null): Buffer | null {
    if (phone === null) {
      if (this.#value('catch-all') !== null) return this.#catchAll(name);
      return this.#commonFile(name);
    }
    if (this.#has('not-found', phone)) return null;
    const asked = this.#has('other-case', phone) ? swapCase(name, phone.mac) : name;
    const spoken = this.#spoiled(phone);
    const files = writePracticeFiles(spoken, SIP_SECRET);
    const written = this.#has('wrong-mac', phone) ? renamed(files, spoken.mac, phone.mac) : files;
    const content = written.get(asked) ?? null;
    if (content === null || (asked !== [...written.keys()][0] && this.#has('linked-missing', phone))) return null;
    return this.#damage(phone, content, asked);
  }

  /** The phone whose account is written: another one where a fault says so. */
  #spoiled(phone: PracticeConfigPhone): PracticeConfigPhone {
    const next = this.#phones.find(({ number, vendor }) => vendor === phone.vendor && number > phone.number);
    return {
      ...phone,
      ...(this.#has('wrong-mac', phone) ? { mac: next?.mac ?? `${phone.mac.slice(0, 6)}ffffff` } : {}),
      ...(this.#has('wrong-user', phone) ? { extension: '999', user: '999' } : {}),
      ...(this.#has('wrong-server', phone) ? { server: 'old-pbx.practice.example' } : {}),
    };
  }

  #damage(phone: PracticeConfigPhone, content: Buffer, name: string): Buffer {
    if (this.#has('empty', phone)) return Buffer.alloc(0);
    if (this.#has('html', phone)) {
      return Buffer.from('<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>');
    }
    const isBinary = content.includes(0);
    const isXml = content.toString('latin1').startsWith('<?xml');
    if (isBinary && this.#has('no-account', phone))
      return packGrandstream(phone.mac, { P2: 'admin', P35: '', P47: '' });
    if (this.#has('no-account', phone) && !name.includes('directory')) return withoutAccount(content, phone);
    if (isBinary && this.#has('bad-checksum', phone)) {
      const damaged = Buffer.from(content);
      damaged[20] = ((damaged[20] ?? 0) + 1) & 255;
      return damaged;
    }
    if (isXml && this.#has('bad-xml', phone)) return Buffer.from(content.toString().replace('>\n', '>\nMeyer & Sons '));
    if (!isXml && !isBinary && this.#has('bad-text', phone))
      return Buffer.from('Dear customer,\nthis is no file of yours.\n');
    return content;
  }

  #commonFile(name: string): Buffer | null {
    const poly = this.#phones.find(({ vendor }) => vendor === 'Polycom');
    if (poly === undefined || (name !== 'sip.cfg' && name !== 'sip.ld')) return null;
    return writePracticeFiles(poly, SIP_SECRET).get(name) ?? null;
  }

  #catchAll(name: string): Buffer | null {
    const phone = this.#phones.find((each) => {
      const known = [...writePracticeFiles(each, SIP_SECRET).keys()][0] ?? '';
      return known.toLowerCase().replace(each.mac, '') === name.toLowerCase().replace(/[0-9a-f]{12}/, '');
    });
    return phone === undefined ? null : ([...writePracticeFiles(phone, SIP_SECRET).values()][0] ?? null);
  }

  /** A line as nginx writes it with PBXware's format: ten fields. */
  #write(request: IncomingMessage, status: number, bytes: number): void {
    const quoted = (text: string) =>
      text.replace(
        /["\\]|[^ -~]/g,
        (character) => `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      );
    const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date().toUTCString()) ?? [];
    const address = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '-';
    const agent = quoted(request.headers['user-agent'] ?? '-');
    const path = quoted(`${request.method} ${request.url} HTTP/${request.httpVersion}`);
    const line = `${address} - - [${day}/${month}/${year}:${time} +0000] "${path}" ${status} ${bytes} "-" "${agent}" "-"\n`;
    this.#log.push(line);
    if (this.#log.length > LOG_LINES) this.#log.shift();
    appendFileSync(this.logFile, line);
  }

  async #control(request: IncomingMessage, path: string): Promise<Reply> {
    const isLocal = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(request.headers.host ?? '');
    if (!isLocal || request.headers.origin !== undefined) return forbidden();
    switch (`${request.method} ${path}`) {
      case 'GET /practice/log':
        return { status: 200, body: this.#log.join('') };
      case 'GET /practice/state':
        return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(this.#phones) };
      case 'GET /practice/list': {
        const rows = this.#phones.map(({ mac, vendor, model, user, extension, server }) =>
          [mac, vendor, model, user, extension, server].join(','),
        );
        return { status: 200, body: `mac,vendor,model,user,extension,server\n${rows.join('\n')}\n` };
      }
      case 'POST /practice/faults': {
        const settings = readFaults(await readJson(request).catch(() => null));
        if (settings === null) return { status: 400, body: 'Faults are wanted as ["html=1,4", …].\n' };
        this.setFaults(settings);
        return { status: 200, body: '{"ok":true}' };
      }
      default:
        return missing();
    }
  }
}

/** Reads `["html=1,4", "stale"]`. */
function readFaults(value: unknown): readonly PracticeProgramSetting[] | null {
  if (!Array.isArray(value)) return null;
  const settings = value.map((text): PracticeProgramSetting | null => {
    const [name = '', ...rest] = String(text).split('=');
    const known = FAULTS.find((each) => each.name === name);
    const setting = rest.length === 0 ? (known?.default ?? '') : rest.join('=');
    return known?.accepts(setting) ? { name, value: setting } : null;
  });
  return settings.includes(null) ? null : settings.filter((setting) => setting !== null);
}

/** The parameters of a Digest answer. */
function readDigest(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, bare] of text.matchAll(/(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)) {
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
  }
  return parameters;
}

function renamed(files: ReadonlyMap<string, Buffer>, from: string, to: string): ReadonlyMap<string, Buffer> {
  return new Map(
    [...files].map(([name, content]) => [
      name.replace(from, to).replace(from.toUpperCase(), to.toUpperCase()),
      content,
    ]),
  );
}

/** The name under which the file would have to be asked for: its MAC in the other letter case. */
function swapCase(name: string, mac: string): string {
  if (name.includes(mac)) return /[a-f]/.test(mac) ? name.replace(mac, mac.toUpperCase()) : '';
  return name.replace(mac.toUpperCase(), mac);
}

/** Takes the users out of a text or XML file, whatever its dialect. */
function withoutAccount(content: Buffer, { extension, user }: PracticeConfigPhone): Buffer {
  return Buffer.from(content.toString().replaceAll(extension, '').replaceAll(user, ''));
}

function missing(): Reply {
  return { status: 404, body: '<html><body><h1>404 Not Found</h1></body></html>\n' };
}

function forbidden(): Reply {
  return { status: 403, body: 'Forbidden\n' };
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  response.end(bytes);
}
