import type { MacAddress } from '../../../shared/domain/device.ts';
import type { Action } from '../../../shared/domain/outcome.ts';
import { NO_ENTRY } from '../../../shared/domain/outcome.ts';
import { SNOM_MODELS } from '../../../shared/domain/vendor.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
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
  ListFilter,
  OpenAccount,
  Reading,
  RedirectionDescription,
  RedirectionService,
  RedirectionSession,
  RegisteredPhone,
  ServiceDevice,
  Target,
} from '../service.ts';
import { answerFailure, checkServiceAddress, openXmlRpcAccount, type XmlRpcAccount } from '../xml-rpc-account.ts';
import { isList } from '../xml-rpc-answers.ts';
import { addCurlFiles } from './curl-files.ts';
import {
  checkCall,
  decodeCheck,
  decodeDeregister,
  decodeList,
  decodeRedirection,
  decodeRegister,
  deregisterCall,
  ECHO_CALL,
  listCall,
  PROBE_CALL,
  redirectionCall,
  registerCall,
} from './wire.ts';

const DESCRIPTION: RedirectionDescription = {
  id: 'snom',
  title: 'snom',
  kind: 'redirection',
  defaultUrl: 'https://secure-provisioning.snom.com:8083/xmlrpc/',
  vendors: ['snom'],
  placeholders: [{ token: '{mac}', expand: (mac) => mac.toUpperCase() }],
  overwrite: 'replace',
  hasProviderName: false,
  hasCheckCode: false,
  readTellsForeign: true,
  // nobody documents a limit: polite guesses
  limits: { concurrency: 1, batch: 50, maxBatch: 200 },
};

const CALL_SHAPES: ReadonlyMap<string, CallShape> = new Map([
  ['registerPhone', { macs: 'one', hasUrl: true, hasName: false }],
  ['registerPhoneList', { macs: 'list', hasUrl: true, hasName: false }],
  ['deregisterPhone', { macs: 'one', hasUrl: false, hasName: false }],
  ['deregisterPhoneList', { macs: 'list', hasUrl: false, hasName: false }],
  ['checkPhone', { macs: 'one', hasUrl: false, hasName: false }],
  ['getPhoneRedirection', { macs: 'one', hasUrl: false, hasName: false }],
  ['listPhones', { macs: 'none', hasUrl: false, hasName: false }],
]);

/**
 * snom's redirection service (RDS): XML-RPC methods `redirect.*` over HTTP Basic.
 *
 * Where each fact comes from is in this folder's README.md.
 */
export const snom: RedirectionService = {
  description: DESCRIPTION,

  connect(account: OpenAccount): Result<RedirectionSession> {
    const connection = openXmlRpcAccount(account, 'basic');
    return connection.ok ? success(createSession(connection.value, account.concurrency)) : connection;
  },

  writeCallFiles(
    action: Action,
    devices: readonly ServiceDevice[],
    target: Target,
    batch: number,
    account: { readonly url: string; readonly user: string },
  ): Result<readonly CallFile[]> {
    const address = checkServiceAddress(account.url);
    if (!address.ok) return address;
    // the check that also says where to
    if (action === 'check') return addCurlFiles(toCallFiles(devices.map(({ mac }) => redirectionCall(mac))), account);
    const batches = splitIntoBatches(devices, batch, DESCRIPTION.limits.maxBatch);
    if (action === 'deregister') return addCurlFiles(toCallFiles(batches.map(deregisterCall)), account);
    const checked = checkTargetForFiles(target);
    if (!checked.ok) return checked;
    return addCurlFiles(toCallFiles(batches.map((part) => registerCall(part, target.url))), account);
  },

  loadPractice: async () => (await import('./practice.ts')).SNOM_PRACTICE,
  readCallFile: (bytes: Uint8Array) => readCall(bytes, 'redirect.', CALL_SHAPES),
};

function createSession(connection: XmlRpcAccount, concurrency: number): RedirectionSession {
  const readRedirection = async (device: ServiceDevice, signal: AbortSignal): Promise<Reading> => {
    const answer = await connection.read(redirectionCall(device.mac), signal);
    return answer.ok ? decodeRedirection(answer.value, device) : { kind: 'failed', failure: answer.error };
  };

  return {
    async probe(signal: AbortSignal): Promise<Result<void>> {
      const echo = await connection.read(ECHO_CALL, signal);
      if (echo.ok || echo.error.reason !== 'fault') return echo.ok ? success(undefined) : echo;
      // the echo isn't documented, so the service may not have it
      const answer = await connection.read(PROBE_CALL, signal);
      if (!answer.ok) return answer;
      return isList(answer.value) ? success(undefined) : failure(answerFailure(answer.value));
    },

    async readOne(device: ServiceDevice, signal: AbortSignal): Promise<Reading> {
      const redirection = await readRedirection(device, signal);
      if (redirection.kind !== 'registered' || redirection.entry.url !== '') return redirection;
      // known to the service, but redirected nowhere: whether it is in this account only the check tells
      const answer = await connection.read(checkCall(device.mac), signal);
      if (!answer.ok) return { kind: 'failed', failure: answer.error };
      const check = decodeCheck(answer.value, device);
      return check.kind === 'registered' ? redirection : check;
    },

    async register(devices: readonly ServiceDevice[], target: Target, signal: AbortSignal) {
      const sendable = checkTarget(target);
      if (!sendable.ok) return refuseAll(devices, sendable.error);
      return connection.write(registerCall(devices, target.url), devices, decodeRegister, signal);
    },

    deregister: (devices: readonly ServiceDevice[], signal: AbortSignal) =>
      connection.write(deregisterCall(devices), devices, decodeDeregister, signal),

    async list(filter: ListFilter, signal: AbortSignal): Promise<Result<readonly RegisteredPhone[]>> {
      const listed = await listModels(connection, filter, signal);
      if (!listed.ok || filter.url !== '') return listed;
      return addRedirections(listed.value, readRedirection, concurrency, signal);
    },

    close: () => connection.close(),
  };
}

/** Lists one model or all of them; the entries know the filter's URL at most. */
async function listModels(
  connection: XmlRpcAccount,
  { model, url }: ListFilter,
  signal: AbortSignal,
): Promise<Result<readonly RegisteredPhone[]>> {
  const sendable = checkSendable([model, url], 'bad-url');
  if (!sendable.ok) return sendable;
  const entry = url === '' ? NO_ENTRY : { ...NO_ENTRY, url };
  const phones: RegisteredPhone[] = [];
  let rejection: string | null = null;
  let isAnyTaken = false;
  for (const name of model === '' ? SNOM_MODELS : [model]) {
    const answer = await connection.read(listCall(name, url), signal);
    if (!answer.ok) return answer;
    const list = decodeList(answer.value);
    if (!list.ok) return list;
    if (list.value.kind === 'rejected') {
      rejection = list.value.words;
      continue;
    }
    isAnyTaken = true;
    phones.push(...list.value.macs.map((mac) => ({ mac, entry, model: name })));
  }
  // a model that the service doesn't know has no phones; when it takes none at all, that isn't the reason
  return isAnyTaken || rejection === null ? success(phones) : failure(answerFailure(rejection));
}

/** Asks where each phone goes, at most `concurrency` at once; the first call that fails ends it. */
async function addRedirections(
  phones: readonly RegisteredPhone[],
  readRedirection: (device: ServiceDevice, signal: AbortSignal) => Promise<Reading>,
  concurrency: number,
  signal: AbortSignal,
): Promise<Result<readonly RegisteredPhone[]>> {
  const readings = new Map<MacAddress, Reading>();
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const queue = phones.values();
  const work = async (): Promise<void> => {
    for (const { mac } of queue) {
      const reading = await readRedirection({ mac, checkCode: '' }, either);
      if (!stop.signal.aborted) readings.set(mac, reading);
      if (reading.kind === 'failed') return stop.abort();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  const found: RegisteredPhone[] = [];
  for (const phone of phones) {
    const reading = readings.get(phone.mac);
    if (reading?.kind === 'failed') return failure(reading.failure);
    // gone since it was listed
    if (reading?.kind === 'absent' || reading?.kind === 'foreign') continue;
    found.push(reading?.kind === 'registered' ? { ...phone, entry: reading.entry } : phone);
  }
  return success(found);
}
