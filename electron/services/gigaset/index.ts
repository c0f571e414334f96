import type { MacAddress } from '../../../shared/domain/device.ts';
import type { Action, Entry } from '../../../shared/domain/outcome.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { XmlRpcCall } from '../../transport/xml-rpc.ts';
import {
  type CallShape,
  checkSendable,
  checkTarget,
  checkTargetForFiles,
  readCall,
  refuseAll,
  splitIntoBatches,
  toCallFiles,
} from '../call-files.ts';
import type {
  CallFile,
  OpenAccount,
  Reading,
  RedirectionDescription,
  RedirectionService,
  RedirectionSession,
  RegisteredPhone,
  ServiceDevice,
  Target,
} from '../service.ts';
import { answerFailure, openXmlRpcAccount, type XmlRpcAccount } from '../xml-rpc-account.ts';
import { isList } from '../xml-rpc-answers.ts';
import {
  checkCall,
  decodeCheck,
  decodeDeregister,
  decodeDevices,
  decodeRegister,
  deregisterCall,
  listCall,
  registerCall,
} from './wire.ts';

const DESCRIPTION: RedirectionDescription = {
  id: 'gigaset',
  title: 'Gigaset',
  kind: 'redirection',
  defaultUrl: 'https://prov.gigaset.net/apxml/rpc.do',
  vendors: ['gigaset'],
  placeholders: [
    { token: '%MACD', expand: (mac) => mac.toUpperCase() },
    { token: '%DVID', expand: () => null },
  ],
  overwrite: 'remove-first',
  hasProviderName: true,
  hasCheckCode: true,
  readTellsForeign: false,
  // nobody documents a limit: polite guesses
  limits: { concurrency: 1, batch: 50, maxBatch: 200 },
};

const CALL_SHAPES: ReadonlyMap<string, CallShape> = new Map([
  ['registerDevice', { macs: 'one', hasUrl: true, hasName: true }],
  ['registerDeviceList', { macs: 'list', hasUrl: true, hasName: true }],
  ['deregisterDevice', { macs: 'one', hasUrl: false, hasName: false }],
  ['deregisterDeviceList', { macs: 'list', hasUrl: false, hasName: false }],
  ['checkDevice', { macs: 'one', hasUrl: false, hasName: false }],
  ['listDevices', { macs: 'none', hasUrl: false, hasName: false }],
]);

/** No phone has this MAC: any answer about it shows that address and login are right. */
const PROBE_CALL: XmlRpcCall = { method: 'autoprov.checkDevice', params: ['000000000000'] };

/**
 * Gigaset's redirect server: XML-RPC methods `autoprov.*` over HTTP Basic (Digest where the server asks for it).
 *
 * Where each fact comes from is in this folder's README.md.
 */
export const gigaset: RedirectionService = {
  description: DESCRIPTION,

  connect(account: OpenAccount): Result<RedirectionSession> {
    const connection = openXmlRpcAccount(account, 'basic-or-digest');
    return connection.ok ? success(createSession(connection.value)) : connection;
  },

  writeCallFiles(
    action: Action,
    devices: readonly ServiceDevice[],
    target: Target,
    batch: number,
  ): Result<readonly CallFile[]> {
    if (action === 'check') return success(toCallFiles(devices.map(checkCall)));
    const batches = splitIntoBatches(devices, batch, DESCRIPTION.limits.maxBatch);
    if (action === 'deregister') return success(toCallFiles(batches.map(deregisterCall)));
    const checked = checkTargetForFiles(target);
    return checked.ok ? success(toCallFiles(batches.map((part) => registerCall(part, target)))) : checked;
  },

  loadPractice: async () => (await import('./practice.ts')).GIGASET_PRACTICE,
  readCallFile: (bytes: Uint8Array) => readCall(bytes, 'autoprov.', CALL_SHAPES),
};

function createSession(connection: XmlRpcAccount): RedirectionSession {
  const list = async (names: readonly string[], signal: AbortSignal): Promise<Result<readonly RegisteredPhone[]>> => {
    const text = checkSendable(names, 'bad-name');
    if (!text.ok) return text;
    const answer = await connection.read(listCall(names), signal);
    return answer.ok ? decodeDevices(answer.value) : answer;
  };

  return {
    async probe(signal: AbortSignal): Promise<Result<void>> {
      const answer = await connection.read(PROBE_CALL, signal);
      if (!answer.ok) return answer;
      return isList(answer.value) ? success(undefined) : failure(answerFailure(answer.value));
    },

    async readOne(device: ServiceDevice, signal: AbortSignal): Promise<Reading> {
      const answer = await connection.read(checkCall(device), signal);
      if (!answer.ok) return { kind: 'failed', failure: answer.error };
      const reading = decodeCheck(answer.value, device);
      if (reading.kind !== 'registered' || reading.entry.url !== null || reading.entry.name === null) return reading;
      // without the name the list would be everything the account holds
      const phones = await list([reading.entry.name], signal);
      const phone = phones.ok ? phones.value.find(({ mac }) => mac === device.mac) : undefined;
      return phone === undefined ? reading : { ...reading, entry: phone.entry };
    },

    async readAll(signal: AbortSignal): Promise<Result<ReadonlyMap<MacAddress, Entry>>> {
      const phones = await list([], signal);
      return phones.ok ? success(new Map(phones.value.map(({ mac, entry }) => [mac, entry]))) : phones;
    },

    async register(devices: readonly ServiceDevice[], target: Target, signal: AbortSignal) {
      const sendable = checkTarget(target);
      if (!sendable.ok) return refuseAll(devices, sendable.error);
      return connection.write(registerCall(devices, target), devices, decodeRegister, signal);
    },

    deregister: (devices: readonly ServiceDevice[], signal: AbortSignal) =>
      connection.write(deregisterCall(devices), devices, decodeDeregister, signal),

    list: (filter, signal) => list(filter.names, signal),

    close: () => connection.close(),
  };
}
