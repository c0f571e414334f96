import { randomBytes } from 'node:crypto';
import {
  escapeXml,
  isText,
  isTextList,
  type PracticeAnswer,
  type PracticeCall,
  type PracticeMethod,
  type PracticeService,
} from '../practice-service.ts';

const MAC_ID = /^([0-9A-F]{12})(?:-([0-9A-Z]{4}))?$/i;
const URL_TEMPLATE = /^https?:\/\/[^\s/]\S*$/i;

/** A device of a call: its MAC, or the refusal that its MAC-ID earns. `shown` is how answers write it. */
type Named = { readonly mac: string; readonly shown: string } | { readonly refusal: string };

function readMacId(macId: string, { faults }: PracticeCall): Named {
  const [, mac, checkCode = ''] = MAC_ID.exec(macId) ?? [];
  if (mac === undefined) return { refusal: `mac_invalid:${macId}` };
  const named = { mac: mac.toLowerCase(), shown: mac.toUpperCase() };
  const isRight = faults['check-code']?.(named.mac, checkCode.toUpperCase()) ?? true;
  return isRight ? named : { refusal: `mac_not_exist:${named.shown}` };
}

function register(call: PracticeCall, macId: string, url: string, name: string): string {
  const named = readMacId(macId, call);
  if ('refusal' in named) return named.refusal;
  if (!URL_TEMPLATE.test(url)) return `url_invalid:${url}`;
  if (name.trim() === '') return `name_invalid:${name}`;
  if (call.find(named.mac) !== null) return `mac_already_in_use:${named.shown}`;
  call.register(named.mac, url, name);
  return `OK: ${randomBytes(9).toString('base64url')}`;
}

function deregister(call: PracticeCall, macId: string): string {
  const named = readMacId(macId, call);
  if ('refusal' in named) return named.refusal;
  if (call.find(named.mac)?.owner !== 'me') return `mac_not_found:${named.shown}`;
  call.deregister(named.mac);
  return 'OK';
}

function check(call: PracticeCall, macId: string): PracticeAnswer {
  const named = readMacId(macId, call);
  if ('refusal' in named) return [false, named.refusal];
  const device = call.find(named.mac);
  return device?.owner === 'me'
    ? [true, named.shown, device.name, device.date, device.url]
    : [false, `mac_not_found:${named.shown}`];
}

function isGood(text: string): boolean {
  return text.startsWith('OK');
}

function single(text: string): PracticeAnswer {
  return [isGood(text), text];
}

/** Applies a change to each device of a list; with the fault `half-list` every second one is left out and refused. */
function list(
  call: PracticeCall,
  macIds: readonly string[],
  refusalCode: string,
  apply: (macId: string) => string,
): PracticeAnswer {
  const halfList = call.faults['half-list'];
  const texts = macIds.map((macId, index) => {
    if (halfList === undefined || index % 2 === 0) return apply(macId);
    return `${refusalCode}:${macId.slice(0, 12).toUpperCase()}`;
  });
  return [texts.every(isGood), ...(halfList === 'silent' ? texts.filter((text) => !isGood(text)) : texts)];
}

function listDevices(call: PracticeCall, names: readonly string[]): PracticeAnswer {
  const wanted = new Set(names);
  const rows: PracticeAnswer[] = [];
  for (const { mac, name, url, date } of call.ownDevices()) {
    if (wanted.size === 0 || wanted.has(name)) rows.push([mac.toUpperCase(), name, url, date]);
  }
  return rows;
}

function method(
  kind: PracticeMethod['kind'],
  scope: PracticeMethod['scope'],
  run: PracticeMethod['run'],
): PracticeMethod {
  return { kind, scope, run };
}

const METHODS: ReadonlyMap<string, PracticeMethod> = new Map([
  [
    'autoprov.registerDevice',
    method('write', 'devices', (call) => {
      if (!isTextList(call.params) || call.params.length !== 3) return null;
      const [macId = '', url = '', name = ''] = call.params;
      return single(register(call, macId, url, name));
    }),
  ],
  [
    'autoprov.deregisterDevice',
    method('write', 'devices', (call) => {
      const [macId, ...more] = call.params;
      return isText(macId) && more.length === 0 ? single(deregister(call, macId)) : null;
    }),
  ],
  [
    'autoprov.registerDeviceList',
    method('write', 'devices', (call) => {
      const [macIds, url, name, ...more] = call.params;
      if (!isTextList(macIds) || !isText(url) || !isText(name) || more.length > 0) return null;
      return list(call, macIds, 'mac_not_exist', (macId) => register(call, macId, url, name));
    }),
  ],
  [
    'autoprov.deregisterDeviceList',
    method('write', 'devices', (call) => {
      const [macIds, ...more] = call.params;
      if (!isTextList(macIds) || more.length > 0) return null;
      return list(call, macIds, 'mac_invalid', (macId) => deregister(call, macId));
    }),
  ],
  [
    'autoprov.listDevices',
    method('read', 'account', (call) => (isTextList(call.params) ? listDevices(call, call.params) : null)),
  ],
  [
    'autoprov.checkDevice',
    method('read', 'devices', (call) => {
      const [macId, ...more] = call.params;
      return isText(macId) && more.length === 0 ? check(call, macId) : null;
    }),
  ],
]);

/** Writes a value as Apache ws-xmlrpc does: strings without a type, nothing between the tags. */
function writeValue(value: PracticeAnswer): string {
  if (typeof value === 'string') return `<value>${escapeXml(value)}</value>`;
  if (typeof value === 'boolean') return `<value><boolean>${value ? 1 : 0}</boolean></value>`;
  if (value instanceof Map) {
    const members = [...value].map(
      ([key, member]) => `<member><name>${escapeXml(key)}</name>${writeValue(member)}</member>`,
    );
    return `<value><struct>${members.join('')}</struct></value>`;
  }
  return `<value><array><data>${[...value].map(writeValue).join('')}</data></array></value>`;
}

const OPENING =
  '<?xml version="1.0" encoding="UTF-8"?><methodResponse xmlns:ex="http://ws.apache.org/xmlrpc/namespaces/extensions">';

/**
 * The practice service for Gigaset's classic redirect server: every `autoprov.*` method, on devices in memory.
 *
 * A check code may be missing and any is right, unless the fault `check-code` is on. A device that is registered
 * already is `mac_already_in_use`, this account's own too. A device of another account is `mac_not_found` to every
 * other method: the service doesn't tell whose it is.
 *
 * Source: Gigaset wiki, "Redirect server"; the `code:value` suffixes and the untyped strings as public clients of the
 * service expect them.
 */
export const GIGASET_PRACTICE: PracticeService = {
  id: 'gigaset',
  path: '/apxml/rpc.do',
  user: 'practice',
  needsXmlContentType: false,
  methods: METHODS,
  wrongParameters: 'The method was called with the wrong parameters.',
  unknownMethod: (name) => `No such handler: ${name}`,
  writeAnswer: (answer) => `${OPENING}<params><param>${writeValue(answer)}</param></params></methodResponse>\n`,
  writeFault: (text) =>
    `${OPENING}<fault><value><struct><member><name>faultCode</name><value><i4>0</i4></value></member><member><name>faultString</name>${writeValue(text)}</member></struct></value></fault></methodResponse>\n`,
};
