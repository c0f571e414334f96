import type { ProvisioningCode } from '../../../shared/domain/code.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { CodeRequest, IssuedCode, PlatformDevice, RedeemedBy } from '../code-service.ts';
import { errorWords, hasError, type JsonSocket, notUnderstood, refused } from './client-socket.ts';
import type { Message } from './wire.ts';
import {
  type Domain,
  readCategories,
  readCodeOf,
  readDeviceOf,
  readDevices,
  readDomains,
  readIssuedCode,
} from './wire-devices.ts';

/** The release before 13r2 doesn't know the newer message and may stay silent. */
const USER_INFO_TIMEOUT_MS = 5_000;
/** A code takes a round trip from the platform to the vendor's service on the Internet. */
const CODE_TIMEOUT_MS = 60_000;

/** What Devices says of a login. */
export interface UserInfo {
  /** Lets HTTP through to registered phones as long as the connection stands: a secret; empty where none was given. */
  readonly key: string;
}

/** Reads who one is: `GetUserInfo` (13r2 and later), else `GetLoginInfo` (13r1). Changes nothing. */
export async function readUserInfo(socket: JsonSocket, signal: AbortSignal): Promise<Result<UserInfo>> {
  const newer = await socket.ask({ mt: 'GetUserInfo' }, { signal, timeoutMs: USER_INFO_TIMEOUT_MS, isOptional: true });
  if (newer.ok && !hasError(newer.value)) return success(toUserInfo(newer.value));
  if (!newer.ok && newer.error.kind !== 'timeout') return newer;
  const older = await socket.ask({ mt: 'GetLoginInfo' }, { signal });
  if (!older.ok) return older;
  return hasError(older.value) ? failure(refused(older.value)) : success(toUserInfo(older.value));
}

function toUserInfo({ key }: Message): UserInfo {
  return { key: typeof key === 'string' ? key : '' };
}

/** Lists the domains that the login may see. Changes nothing. */
export async function listDomains(socket: JsonSocket, signal: AbortSignal): Promise<Result<readonly Domain[]>> {
  return listAll(socket, { mt: 'GetDomains', recvUpdates: false }, readDomains, signal);
}

/**
 * Lists the provisioning categories for phones of a domain: those that carry configurations. Changes nothing.
 *
 * @param domainId `null`: the login's own.
 */
export async function listCategories(
  socket: JsonSocket,
  domainId: number | null,
  signal: AbortSignal,
): Promise<Result<readonly string[]>> {
  const message = { mt: 'GetProvisioningCategories', type: 'PHONE', ...(domainId === null ? {} : { domainId }) };
  return listAll(socket, message, readCategories, signal);
}

/** Lists devices; `domainIds` are the domains' numbers. Changes nothing. */
export async function listDevices(
  socket: JsonSocket,
  filter: { readonly isUnassigned: boolean; readonly domainIds: readonly number[] },
  signal: AbortSignal,
): Promise<Result<readonly PlatformDevice[]>> {
  const wanted = filter.isUnassigned ? { unassigned: true } : { domainIds: filter.domainIds.join(',') };
  return listAll(socket, { mt: 'GetDevices', recvUpdates: true, ...wanted }, readDevices, signal);
}

async function listAll<Item>(
  socket: JsonSocket,
  message: Message,
  read: (part: Message) => readonly Item[],
  signal: AbortSignal,
): Promise<Result<readonly Item[]>> {
  const parts = await socket.askAll(message, { signal });
  if (!parts.ok) return parts;
  const wrong = parts.value.find(hasError);
  return wrong === undefined ? success(parts.value.flatMap(read)) : failure(refused(wrong));
}

/**
 * Asks for a code: once. See `CodeSession.issueCode`.
 *
 * @param domainId `null`: the login's own.
 */
export async function requestCode(
  socket: JsonSocket,
  request: CodeRequest,
  domainId: number | null,
  signal: AbortSignal,
): Promise<Result<IssuedCode>> {
  const answer = await socket.ask(
    {
      mt: 'GetProvisioningCode',
      category: request.category,
      ...(domainId === null ? {} : { domainId }),
      ...(request.login === '' ? {} : { sip: request.login }),
      rollout: request.isRollout,
    },
    { signal, timeoutMs: CODE_TIMEOUT_MS, isChange: true },
  );
  if (!answer.ok) return answer;
  const issued = readIssuedCode(answer.value);
  if (issued !== null) return success(issued);
  return failure(hasError(answer.value) ? refused(answer.value) : notUnderstood('maybe'));
}

/** Reads who redeemed a code, and arms the notice for it. See `CodeSession.readCode`. */
export async function readProvisioned(
  socket: JsonSocket,
  code: ProvisioningCode,
  domainId: number | null,
  signal: AbortSignal,
): Promise<Result<PlatformDevice | null>> {
  const message = { mt: 'GetProvisionedDevice', code, ...(domainId === null ? {} : { domainId }) };
  const answer = await socket.ask(message, { signal });
  if (!answer.ok) return answer;
  const answered = readCodeOf(answer.value);
  // another code's answer must not become this one's phone
  if (answered !== null && answered !== code) return failure(notUnderstood('no'));
  const device = readDeviceOf(answer.value);
  if (device !== null && device !== undefined) return success(device);
  if (hasError(answer.value)) return failure(unknownCode(answer.value));
  return device === undefined ? failure(notUnderstood('no')) : success(null);
}

/** Which errors there are isn't documented: only one that speaks of the code itself is taken for the end of it. */
function unknownCode(answer: Message): Failure {
  const no = refused(answer);
  const isAboutCode = /\b(?:code|expired|not found)\b/i.test(errorWords(answer));
  return isAboutCode ? { ...no, reason: 'code-expired', aspect: 'not-known' } : no;
}

/** Calls a listener for each device that appears or changes, once devices were listed. @returns what ends it. */
export function listenForDevices(socket: JsonSocket, listener: (device: PlatformDevice) => void): () => void {
  const ends = ['DeviceAdded', 'DeviceUpdate'].map((name) =>
    socket.on(name, (message) => {
      const device = readDeviceOf(message);
      if (device) listener(device);
    }),
  );
  return () => {
    for (const end of ends) end();
  };
}

/** Calls a listener for each code that a phone redeems while the connection stands. @returns what ends it. */
export function listenForPhones(socket: JsonSocket, listener: (redeemed: RedeemedBy) => void): () => void {
  return socket.on('DeviceProvisioned', (message) => {
    const code = readCodeOf(message);
    const device = readDeviceOf(message);
    if (code !== null && device) listener({ code, device });
  });
}
