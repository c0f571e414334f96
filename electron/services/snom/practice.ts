import ouiData from '../../../assets/data/oui.json' with { type: 'json' };
import {
  escapeXml,
  isText,
  isTextList,
  type PracticeAnswer,
  type PracticeCall,
  type PracticeDevice,
  type PracticeMethod,
  type PracticeService,
} from '../practice-service.ts';

const OK = 'Ok';
const OWNED_BY_OTHER = 'Error:owned_by_other_user';
const MALFORMED_URL = 'Error:malformed_url';
const MALFORMED_MAC = 'Error:malformed_mac';
const MALFORMED_LIST = 'Error:malformed_mac_list';
const NO_SUCH_MAC = 'Error:no_such_mac';
const COMPANY = 'Rollcall practice';

const MAC = /^[0-9a-f]{12}$/i;
const URL_TEMPLATE = /^https?:\/\/[^\s/]\S*$/i;

const MODEL_RULES = ouiData.snom_model_by_prefix.rules.map(([pattern = '', model = '']) => ({
  // Without an end: some rules are shorter than a MAC.
  pattern: new RegExp(`^(?:${pattern})`),
  model,
}));
/** Every model's listing asks for every phone's model. */
const modelsByDevice = new WeakMap<PracticeDevice, string>();

/** The model the service takes a phone for; empty where no rule names one. */
function modelOf(device: PracticeDevice): string {
  const known = modelsByDevice.get(device);
  if (known !== undefined) return known;
  const mac = device.mac.toUpperCase();
  const model = MODEL_RULES.find(({ pattern }) => pattern.test(mac))?.model ?? '';
  modelsByDevice.set(device, model);
  return model;
}

function register(call: PracticeCall, text: string, url: string): string {
  if (!MAC.test(text)) return MALFORMED_MAC;
  const mac = text.toLowerCase();
  if (!URL_TEMPLATE.test(url)) return MALFORMED_URL;
  if (call.find(mac)?.owner === 'other') return OWNED_BY_OTHER;
  call.register(mac, url, '');
  return OK;
}

/** What stands in the way of using a device of this account, or `OK`. */
function check(call: PracticeCall, text: string): string {
  if (!MAC.test(text)) return MALFORMED_MAC;
  const device = call.find(text.toLowerCase());
  if (device === null) return NO_SUCH_MAC;
  return device.owner === 'other' ? OWNED_BY_OTHER : OK;
}

function deregister(call: PracticeCall, text: string): string {
  const answer = check(call, text);
  if (answer === OK) call.deregister(text.toLowerCase());
  return answer;
}

function getRedirection(call: PracticeCall, text: string): PracticeAnswer {
  const answer = check(call, text);
  if (answer !== OK) return single(answer);
  const redirection = [COMPANY, call.find(text.toLowerCase())?.url ?? ''];
  return call.faults.shape === 'three' ? [true, ...redirection] : redirection;
}

function single(text: string): PracticeAnswer {
  return [text === OK, text];
}

function listPhones(call: PracticeCall, model: string, url: string | null): PracticeAnswer {
  if (!/^snom[0-9a-z]+$/i.test(model)) return [false, 'Error:unknown_device_type'];
  const macs: string[] = [];
  for (const device of call.ownDevices()) {
    if (modelOf(device) === model && (url === null || device.url === url)) macs.push(device.mac);
  }
  return macs;
}

/** Applies a change to each device of a list and names those that failed, each with its own error. */
function list(call: PracticeCall, macs: unknown, apply: (mac: string) => string): PracticeAnswer {
  if (!isTextList(macs) || macs.length === 0) return [false, MALFORMED_LIST];
  const isHalved = call.faults['half-list'] !== undefined;
  const errors = new Map<string, string>();
  for (const [index, mac] of macs.entries()) {
    const answer = isHalved && index % 2 === 1 ? MALFORMED_MAC : apply(mac);
    if (answer !== OK) errors.set(mac, answer);
  }
  if (errors.size === 0) return single(OK);
  const { form = 'struct', hasFlag = false } = call.faults.pairs ?? {};
  const pairs = {
    struct: () => errors,
    string: () => `{${[...errors].map((pair) => pair.join(': ')).join(', ')}}`,
    array: () => [...errors],
  }[form]();
  return hasFlag ? [false, pairs] : pairs;
}

function method(
  kind: PracticeMethod['kind'],
  scope: PracticeMethod['scope'],
  run: PracticeMethod['run'],
): PracticeMethod {
  return { kind, scope, run };
}

/** A method whose only parameter is a MAC. */
function ofOne(kind: 'read' | 'write', answer: (call: PracticeCall, mac: string) => PracticeAnswer): PracticeMethod {
  return method(kind, 'devices', (call) => {
    const [mac, ...more] = call.params;
    return isText(mac) && more.length === 0 ? answer(call, mac) : null;
  });
}

const METHODS: ReadonlyMap<string, PracticeMethod> = new Map([
  [
    'redirect.registerPhone',
    method('write', 'devices', (call) => {
      const [mac, url, ...more] = call.params;
      return isText(mac) && isText(url) && more.length === 0 ? single(register(call, mac, url)) : null;
    }),
  ],
  ['redirect.deregisterPhone', ofOne('write', (call, mac) => single(deregister(call, mac)))],
  ['redirect.checkPhone', ofOne('read', (call, mac) => single(check(call, mac)))],
  ['redirect.getPhoneRedirection', ofOne('read', getRedirection)],
  [
    'redirect.listPhones',
    method('read', 'account', (call) => {
      const [model, url = null, ...more] = call.params;
      const isWell = isText(model) && (url === null || isText(url)) && more.length === 0;
      return isWell ? listPhones(call, model, url) : null;
    }),
  ],
  [
    'redirect.registerPhoneList',
    method('write', 'devices', (call) => {
      const [macs, url, ...more] = call.params;
      return isText(url) && more.length === 0 ? list(call, macs, (mac) => register(call, mac, url)) : null;
    }),
  ],
  [
    'redirect.deregisterPhoneList',
    method('write', 'devices', (call) => {
      const [macs, ...more] = call.params;
      return more.length === 0 ? list(call, macs, (mac) => deregister(call, mac)) : null;
    }),
  ],
  [
    'network.echo',
    method('none', 'none', (call) => {
      const [text, ...more] = call.params;
      return isText(text) && more.length === 0 ? text : null;
    }),
  ],
]);

/** Writes a value as Python's library of 2010 does: every type named, each tag on a line of its own. */
function writeValue(value: PracticeAnswer): string {
  if (typeof value === 'string') return `<value><string>${escapeXml(value)}</string></value>\n`;
  if (typeof value === 'boolean') return `<value><boolean>${value ? 1 : 0}</boolean></value>\n`;
  if (value instanceof Map) {
    const members = [...value].map(
      ([key, member]) => `<member>\n<name>${escapeXml(key)}</name>\n${writeValue(member)}</member>\n`,
    );
    return `<value><struct>\n${members.join('')}</struct></value>\n`;
  }
  return `<value><array><data>\n${[...value].map(writeValue).join('')}</data></array></value>\n`;
}

const OPENING = "<?xml version='1.0' encoding='utf-8'?>\n<methodResponse>\n";

/**
 * The practice service for snom's XML-RPC redirection: every `redirect.*` method and `network.echo`, on phones in
 * memory.
 *
 * Registering again overwrites. A phone's model follows from its MAC, by the rules snom's own command line has; phones
 * that no rule names are in no listing.
 *
 * Source: snom wiki, "XML-RPC API"; `Error:no_such_mac` for a deregistration, `network.echo`, the three-element answer
 * (fault `shape`) and the models as in snom's own command line client.
 */
export const SNOM_PRACTICE: PracticeService = {
  id: 'snom',
  path: '/xmlrpc/',
  user: 'practice',
  needsXmlContentType: true,
  methods: METHODS,
  wrongParameters: 'wrong number or type of arguments',
  unknownMethod: (name) => `method "${name}" is not supported`,
  writeAnswer: (answer) => `${OPENING}<params>\n<param>\n${writeValue(answer)}</param>\n</params>\n</methodResponse>\n`,
  writeFault: (text) =>
    `${OPENING}<fault>\n<value><struct>\n<member>\n<name>faultCode</name>\n<value><int>1</int></value>\n</member>\n<member>\n<name>faultString</name>\n${writeValue(text)}</member>\n</struct></value>\n</fault>\n</methodResponse>\n`,
};
