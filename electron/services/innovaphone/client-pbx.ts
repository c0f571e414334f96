import { z } from 'zod';
import type { Failure } from '../../../shared/domain/failure.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { Assignment, DirectoryUser, PlatformDevice, Registration, UserKey } from '../code-service.ts';
import { type AskOptions, hasError, type JsonSocket, notUnderstood, refused } from './client-socket.ts';
import type { Message } from './wire.ts';
import { macOf } from './wire-devices.ts';

const API = 'PbxAdminApi';
/** Pages of a search, 20 users each: more than any PBX has. */
const MAX_PAGES = 1_000;
/** Users read at once to learn their extensions. */
const READERS = 8;

const text = z.union([z.string(), z.number()]).transform(String).catch('');
const FOUND = z.looseObject({ cn: z.string().min(1), dn: text, guid: text, h323: text });
const DEVICE = z.looseObject({ hw: z.string() });
const OBJECT = z.looseObject({
  guid: text,
  cn: text,
  dn: text,
  h323: text,
  e164: text,
  devices: z.array(DEVICE).default([]),
});
const REGISTRATION = z.looseObject({ hw: z.string(), addr: text });

type PbxObject = z.infer<typeof OBJECT>;

function ask(socket: JsonSocket, message: Message, options: AskOptions): Promise<Result<Message>> {
  return socket.ask({ api: API, ...message }, options);
}

/**
 * Finds users whose name begins with a text, in any case; at most `limit`. Changes nothing.
 *
 * The PBX lists 20 names from a text on; the next page begins after the last of them. Extensions come from each user's object,
 * since a search doesn't tell them. Source: innovaphone SDK (13r1), PbxAdminApi.
 */
export async function searchUsers(
  socket: JsonSocket,
  search: string,
  limit: number,
  signal: AbortSignal,
): Promise<Result<readonly DirectoryUser[]>> {
  const users = new Map<string, DirectoryUser>();
  for (const spelling of spellings(search)) {
    const found = await listFrom(socket, search, spelling, users, limit, signal);
    if (!found.ok) return found;
  }
  const sorted = [...users.values()].sort((one, other) => one.name.localeCompare(other.name));
  return addExtensions(socket, sorted, signal);
}

/** A PBX may tell capitals from small letters when it sorts. */
function spellings(search: string): readonly string[] {
  const lower = search.toLocaleLowerCase();
  const capital = lower.replace(/(^|[\s-])(\p{L})/gu, (_, before: string, letter: string) => {
    return `${before}${letter.toLocaleUpperCase()}`;
  });
  return [...new Set([search, capital, lower])];
}

async function listFrom(
  socket: JsonSocket,
  search: string,
  spelling: string,
  users: Map<string, DirectoryUser>,
  limit: number,
  signal: AbortSignal,
): Promise<Result<void>> {
  let from = spelling;
  for (let page = 0; page < MAX_PAGES && users.size < limit; page += 1) {
    const answer = await ask(socket, { mt: 'SearchUsers', cn: from, includeMatch: page === 0 }, { signal });
    if (!answer.ok) return answer;
    if (hasError(answer.value)) return failure(refused(answer.value));
    const found = readFound(answer.value);
    const matching = found.filter((user) => beginsWith(user, search));
    for (const user of matching) if (users.size < limit) users.set(user.id || user.name, user);
    const last = found.at(-1);
    // past the names that begin so, or the same page again
    if (last === undefined || last.name === from || (search !== '' && matching.length === 0)) break;
    from = last.name;
  }
  return success(undefined);
}

function beginsWith({ name, displayName, login }: DirectoryUser, search: string): boolean {
  const wanted = search.toLocaleLowerCase();
  return [name, displayName, login].some((each) => each.toLocaleLowerCase().startsWith(wanted));
}

function readFound(message: Message): readonly DirectoryUser[] {
  const found: readonly unknown[] = Array.isArray(message.user) ? message.user : [];
  return found.flatMap((each) => {
    const user = FOUND.safeParse(each);
    return user.success ? [toUser({ ...user.data, e164: '' })] : [];
  });
}

function toUser({ guid, cn, dn, h323, e164 }: Pick<PbxObject, 'guid' | 'cn' | 'dn' | 'h323' | 'e164'>): DirectoryUser {
  return { id: guid, name: cn, displayName: dn === '' ? cn : dn, login: h323, extension: e164 };
}

async function addExtensions(
  socket: JsonSocket,
  users: readonly DirectoryUser[],
  signal: AbortSignal,
): Promise<Result<readonly DirectoryUser[]>> {
  const complete: DirectoryUser[] = [];
  for (let from = 0; from < users.length; from += READERS) {
    const some = users.slice(from, from + READERS);
    const objects = await Promise.all(some.map((user) => readObject(socket, user, signal)));
    for (const [index, user] of some.entries()) {
      const object = objects[index];
      if (object?.ok === false && object.error.kind !== 'service') return object;
      complete.push(object?.ok === true ? { ...user, ...toUser(object.value) } : user);
    }
  }
  return success(complete);
}

/**
 * Reads a user's object. Lists often have no login: an object that has none by what stands in its place is looked for by name,
 * and counts where that name is all there is, or its extension is the one that was given.
 */
async function readObject(socket: JsonSocket, user: UserKey, signal: AbortSignal): Promise<Result<PbxObject>> {
  const object = await readNamed(socket, user, signal);
  const { id, login, name } = user;
  if (object.ok || object.error.reason !== 'not-found' || id !== '' || login === '' || name === '') return object;
  const named = await readNamed(socket, { id: '', login: '', name }, signal);
  if (!named.ok) return named.error.reason === 'not-found' ? object : named;
  return login === name || named.value.e164 === login ? named : object;
}

async function readNamed(socket: JsonSocket, user: UserKey, signal: AbortSignal): Promise<Result<PbxObject>> {
  const answer = await ask(socket, { mt: 'GetObject', ...toKey(user) }, { signal });
  if (!answer.ok) return answer;
  const object = OBJECT.safeParse(answer.value);
  const hasObject = object.success && (object.data.guid !== '' || object.data.cn !== '');
  if (hasError(answer.value) || (object.success && !hasObject)) return failure(noUser(answer.value));
  return hasObject ? success(object.data) : failure(notUnderstood('no'));
}

function toKey({ id, login, name }: UserKey): Message {
  if (id !== '') return { guid: id };
  return login !== '' ? { h323: login } : { cn: name };
}

function noUser(answer: Message): Failure {
  return { ...refused(answer), reason: 'not-found', aspect: 'user' };
}

/** Brings a hardware id into the form in which two spellings of one device are the same. */
function fold(hardwareId: string): string {
  return macOf(hardwareId) ?? hardwareId.toLowerCase();
}

/**
 * Writes a phone to a user: read, append, write all devices, read back. See `CodeSession.assign`.
 *
 * Whether the PBX replaces the devices or adds to them isn't documented: the whole list is written, which is right either way.
 * Source: innovaphone SDK (13r1), PbxAdminApi.
 */
export async function assignDevice(
  socket: JsonSocket,
  user: UserKey,
  device: Pick<PlatformDevice, 'hardwareId' | 'model'>,
  app: string,
  signal: AbortSignal,
): Promise<Result<Assignment>> {
  const before = await readObject(socket, user, signal);
  if (!before.ok) return before;
  const { devices } = before.value;
  const id = fold(device.hardwareId);
  if (devices.some(({ hw }) => fold(hw) === id)) return success('unchanged');
  const usual = devices.map((each) => each.app).find((each) => typeof each === 'string' && each !== '');
  const chosen = app === '' ? usual : app;
  const entry = { hw: id, text: device.model, ...(chosen === undefined ? {} : { app: chosen }) };
  return writeDevices(socket, before.value, [...devices, entry], signal);
}

/** Takes a phone from a user, read back. See `CodeSession.unassign`. */
export async function unassignDevice(
  socket: JsonSocket,
  user: UserKey,
  hardwareId: string,
  signal: AbortSignal,
): Promise<Result<Assignment>> {
  const before = await readObject(socket, user, signal);
  if (!before.ok) return before;
  const left = before.value.devices.filter(({ hw }) => fold(hw) !== fold(hardwareId));
  if (left.length === before.value.devices.length) return success('unchanged');
  return writeDevices(socket, before.value, left, signal);
}

async function writeDevices(
  socket: JsonSocket,
  object: PbxObject,
  devices: PbxObject['devices'],
  signal: AbortSignal,
): Promise<Result<Assignment>> {
  const key = { id: object.guid, login: object.h323, name: object.cn };
  const target = object.guid === '' ? { guid: '*', cn: object.cn } : { guid: object.guid };
  const written = await ask(socket, { mt: 'UpdateObject', ...target, devices }, { signal, isChange: true });
  if (!written.ok) return written;
  if (hasError(written.value)) return failure(refused(written.value));
  const after = await readObject(socket, key, signal);
  if (!after.ok) return failure({ ...after.error, sent: 'maybe' });
  const ids = (list: PbxObject['devices']): string =>
    list
      .map(({ hw }) => fold(hw))
      .sort()
      .join(' ');
  if (ids(after.value.devices) === ids(devices)) return success('assigned');
  return failure({
    kind: 'service',
    reason: 'changed-since-plan',
    aspect: 'pbx',
    sent: 'maybe',
    concernsAccount: false,
  });
}

/** Reads what a PBX lists as registered for a user. Source: innovaphone SDK (13r1), PbxAdminApi. */
export async function readRegistrations(
  socket: JsonSocket,
  user: UserKey,
  signal: AbortSignal,
): Promise<Result<readonly Registration[]>> {
  let key: Message = user.id !== '' ? { guid: user.id } : { cn: user.name };
  if (user.id === '' && user.login !== '') {
    const object = await readObject(socket, user, signal);
    if (!object.ok) return object;
    key = object.value.guid === '' ? { cn: object.value.cn } : { guid: object.value.guid };
  }
  const answer = await ask(socket, { mt: 'GetRegs', ...key }, { signal });
  if (!answer.ok) return answer;
  if (hasError(answer.value)) return failure(noUser(answer.value));
  const { regs = [] } = answer.value;
  if (!Array.isArray(regs)) return failure(notUnderstood('no'));
  return success(
    regs.flatMap((each: unknown) => {
      const registration = REGISTRATION.safeParse(each);
      if (!registration.success) return [];
      const { hw, addr } = registration.data;
      return [{ hardwareId: hw, mac: macOf(hw), address: addr }];
    }),
  );
}
