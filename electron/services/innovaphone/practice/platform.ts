import { EventEmitter } from 'node:events';
import { randomDigits, randomText } from './cipher.ts';
import type { PlatformFaults } from './faults.ts';
import type { Journal } from './journal.ts';

/** A named group of devices within a domain. */
export interface Category {
  readonly id: number;
  readonly name: string;
  /** It carries device configurations, so codes may be issued for it. */
  readonly config: boolean;
  /** Types of device its configurations are for. */
  readonly types: readonly string[];
}

/** A customer. */
export interface Domain {
  readonly id: number;
  readonly name: string;
  readonly password: string;
  /** Devices that arrive with it are accepted without a code. */
  readonly token: string;
  readonly isInstanceDomain: boolean;
  readonly deployAdminPasswords: boolean;
  readonly categories: readonly Category[];
}

/** A code as Devices and the cloud know it. */
export interface Code {
  readonly code: string;
  readonly domainId: number;
  readonly category: string;
  readonly sip: string;
  readonly rollout: boolean;
  readonly issuedAtMs: number;
  readonly validUntilMs: number;
  /** MAC of the device that redeemed it. */
  readonly redeemedBy: string | null;
  /** Whether a Users app has been told who redeemed it. */
  readonly isDelivered: boolean;
}

/** A device as Devices knows it. */
export interface Device {
  readonly id: number;
  readonly hwId: string;
  readonly name: string;
  /** 0: unassigned. */
  readonly domainId: number;
  readonly category: string;
  readonly product: string;
  readonly version: string;
  readonly type: string;
  readonly address: string;
  /** What it proves itself with, 32 characters. */
  readonly password: string;
}

/** A device of a PBX user, and whatever else its entry holds. */
export type PbxDevice = { readonly hw: string } & Readonly<Record<string, unknown>>;

/** A user of the PBX. */
export interface PbxUser {
  readonly guid: string;
  readonly cn: string;
  readonly dn: string;
  readonly h323: string;
  readonly e164: string;
  readonly devices: readonly PbxDevice[];
  readonly [extra: string]: unknown;
}

/** A registration at the PBX. */
export interface Registration {
  readonly hw: string;
  readonly addr: string;
}

/** What is drawn at the first start and stays. */
export interface Secrets {
  readonly userPassword: string;
  readonly appPassword: string;
}

/** What happens on the platform, for those who tell it on. */
export interface PlatformEvents {
  readonly redeemed: [code: Code, device: Device];
  readonly deviceChanged: [kind: 'DeviceAdded' | 'DeviceUpdate' | 'DeviceRemoved', device: Device];
  readonly userChanged: [user: PbxUser];
  readonly registered: [user: PbxUser, registration: Registration];
}

/** Whether a user has a device, however its hardware id is spelled. */
function hasDevice({ devices }: PbxUser, hwId: string): boolean {
  return devices.some(({ hw }) => String(hw).replace(/[:.-]/g, '').toLowerCase() === hwId);
}

const MINUTE_MS = 60_000;
const ROLLOUT_MS = 7 * 24 * 60 * MINUTE_MS;
const PREPARED_USERS = 40;
const FIRST_EXTENSION = 101;

const FIRST_NAMES = ['Anna', 'Björn', 'Clara', 'David', 'Eva', 'Felix', 'Güler', 'Hans', 'Inès', 'Jörg'];
const LAST_NAMES = ['Adler', 'Brückner', 'Çelik', 'Dürr', 'Eßer', 'Fischer', 'Groß', 'Hölzl'];

const PHONE_CATEGORIES: readonly Category[] = [
  { id: 1, name: 'IP Phone', config: true, types: ['PHONE'] },
  { id: 2, name: 'acme IP Phone', config: true, types: ['PHONE'] },
  { id: 3, name: 'DECT base', config: true, types: ['DECT'] },
  { id: 4, name: 'No configuration', config: false, types: [] },
];

function plainLetters(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
}

function makeUser(index: number): PbxUser {
  const first = FIRST_NAMES[index % FIRST_NAMES.length] ?? '';
  const last = LAST_NAMES[(index * 3 + Math.floor(index / FIRST_NAMES.length)) % LAST_NAMES.length] ?? '';
  const round = Math.floor(index / PREPARED_USERS);
  const suffix = round === 0 ? '' : ` ${round + 1}`;
  const name = `${first} ${last}${suffix}`;
  return {
    guid: (0x5f6a_0000_0000 + index).toString(16).padStart(32, '0'),
    cn: name,
    dn: name,
    h323: plainLetters(name).replaceAll(' ', '.'),
    e164: String(FIRST_EXTENSION + index),
    devices: [],
    config: 'User',
  };
}

/**
 * A site as its App Platform and PBX hold it, without any wire: domains, categories, codes, devices, users,
 * registrations, and a clock that can be moved.
 *
 * What it was told is kept in the journal before a method returns; registrations and who is online are gone with a
 * restart, as they are in life.
 */
export class Platform extends EventEmitter<PlatformEvents> {
  readonly faults: PlatformFaults;
  readonly #journal: Journal;
  /** By guid of the user. */
  readonly #registrations = new Map<string, Map<string, Registration>>();
  readonly #online = new Set<string>();
  readonly #registered = new Set<string>();

  constructor(journal: Journal, faults: PlatformFaults) {
    super();
    this.#journal = journal;
    this.faults = faults;
    // A listener per connection, and a rollout may have hundreds.
    this.setMaxListeners(0);
    if (journal.find('secrets', '') === null) this.#prepare();
  }

  get secrets(): Secrets {
    return this.#journal.find<Secrets>('secrets', '') ?? { userPassword: '', appPassword: '' };
  }

  get nowMs(): number {
    return Date.now() + (this.#journal.find<number>('clock', '') ?? 0);
  }

  /** Moves the clock, forward or back. */
  moveClock(byMs: number): void {
    this.#journal.keep('clock', '', (this.#journal.find<number>('clock', '') ?? 0) + byMs);
  }

  get domains(): readonly Domain[] {
    return this.#journal.all('domain');
  }

  findDomain(id: number): Domain | null {
    return this.#journal.find('domain', String(id));
  }

  get users(): readonly PbxUser[] {
    return this.#journal.all('user');
  }

  findUser(guid: string): PbxUser | null {
    return this.#journal.find('user', guid);
  }

  /** Adds users until there are so many. */
  makeUsers(count: number): void {
    for (let index = this.users.length; index < count; index += 1) {
      const user = makeUser(index);
      this.#journal.keep('user', user.guid, user);
    }
  }

  /** Keeps a user as changed; a device that is taken from the user loses its registration. */
  keepUser(user: PbxUser): void {
    this.#journal.keep('user', user.guid, user);
    for (const { hw } of this.registrationsOf(user.guid)) if (!hasDevice(user, hw)) this.unregister(hw);
    this.emit('userChanged', user);
  }

  get devices(): readonly Device[] {
    return this.#journal.all('device');
  }

  findDevice(hwId: string): Device | null {
    return this.#journal.find('device', hwId);
  }

  get codes(): readonly Code[] {
    return this.#journal.all('code');
  }

  findCode(code: string): Code | null {
    return this.#journal.find('code', code);
  }

  /** A code that can be redeemed now. */
  findLiveCode(code: string): Code | null {
    const found = this.findCode(code);
    return found !== null && found.redeemedBy === null && found.validUntilMs > this.nowMs ? found : null;
  }

  /** Issues a code: 7 days for a rollout, else 10 minutes or what the fault `valid-minutes` says. */
  issueCode(wanted: {
    readonly domainId: number;
    readonly category: string;
    readonly sip: string;
    readonly rollout: boolean;
  }): Code {
    let digits = randomDigits(12);
    while (this.findCode(digits) !== null) digits = randomDigits(12);
    const issuedAtMs = this.nowMs;
    const singleMs = Number(this.faults.value('valid-minutes') ?? '10') * MINUTE_MS;
    const code: Code = {
      ...wanted,
      code: digits,
      issuedAtMs,
      validUntilMs: issuedAtMs + (wanted.rollout ? ROLLOUT_MS : singleMs),
      redeemedBy: null,
      isDelivered: false,
    };
    this.#journal.keep('code', digits, code);
    return code;
  }

  /** Notes that a Users app knows who redeemed a code. */
  markDelivered(digits: string): void {
    const code = this.findCode(digits);
    if (code !== null) this.#journal.keep('code', digits, { ...code, isDelivered: true });
  }

  /** Takes in what a device says of itself; new ones are unassigned. */
  meet(told: Pick<Device, 'hwId' | 'name' | 'product' | 'version' | 'type' | 'address'>): Device {
    const known = this.findDevice(told.hwId);
    const fresh = { id: this.devices.length + 1, domainId: 0, category: '', password: randomText(32) };
    return this.#keepDevice({ ...fresh, ...known, ...told, name: told.name || (known?.name ?? '') });
  }

  /** Puts a device into a domain and category. */
  assign(device: Device, domainId: number, category: string): Device {
    return this.#keepDevice({ ...device, domainId, category });
  }

  /** Lets a device redeem a code; `null` when it can't be. */
  redeem(digits: string, device: Device): Device | null {
    const code = this.findLiveCode(digits);
    if (code === null || this.faults.isOn('expires-before-use')) return null;
    const assigned = this.#keepDevice({
      ...device,
      domainId: code.domainId,
      category: code.category,
      name: code.sip || device.name,
    });
    const redeemed = { ...code, redeemedBy: device.hwId };
    this.#journal.keep('code', digits, redeemed);
    this.emit('redeemed', redeemed, assigned);
    return assigned;
  }

  isOnline(hwId: string): boolean {
    return this.#online.has(hwId);
  }

  setOnline(hwId: string, isOnline: boolean): void {
    if (isOnline) this.#online.add(hwId);
    else this.#online.delete(hwId);
    const device = this.findDevice(hwId);
    if (device !== null) this.emit('deviceChanged', 'DeviceUpdate', device);
  }

  /** Registers a device at the PBX, where one of the users has it; `null` when none has. */
  register(hwId: string, addr: string): PbxUser | null {
    if (this.faults.isOn('no-registration')) return null;
    const user = this.users.find((each) => hasDevice(each, hwId));
    if (user === undefined) return null;
    const registrations = this.#registrations.get(user.guid) ?? new Map<string, Registration>();
    registrations.set(hwId, { hw: hwId, addr });
    this.#registered.add(hwId);
    this.#registrations.set(user.guid, registrations);
    this.emit('registered', user, { hw: hwId, addr });
    return user;
  }

  /** Takes a device's registration away, wherever it has one. */
  unregister(hwId: string): void {
    if (!this.#registered.delete(hwId)) return;
    for (const registrations of this.#registrations.values()) registrations.delete(hwId);
  }

  /** Whether a device is registered anywhere. */
  isRegistered(hwId: string): boolean {
    return this.#registered.has(hwId);
  }

  registrationsOf(guid: string): readonly Registration[] {
    return [...(this.#registrations.get(guid)?.values() ?? [])];
  }

  /** What a phone of this platform keeps through restarts. */
  get keptPhones(): readonly unknown[] {
    return this.#journal.all('phone');
  }

  keepPhone(mac: string, phone: unknown): void {
    this.#journal.keep('phone', mac, phone);
  }

  #keepDevice(device: Device): Device {
    const isKnown = this.findDevice(device.hwId) !== null;
    this.#journal.keep('device', device.hwId, device);
    this.emit('deviceChanged', isKnown ? 'DeviceUpdate' : 'DeviceAdded', device);
    return device;
  }

  #prepare(): void {
    const domain = (id: number, name: string, categories: readonly Category[]): Domain => ({
      id,
      name,
      password: randomText(15),
      // With a character that has to be encoded.
      token: `${randomText(12)}#${randomText(4)}`,
      isInstanceDomain: id === 1,
      deployAdminPasswords: id === 1,
      categories,
    });
    for (const each of [
      domain(1, 'practice.example', PHONE_CATEGORIES),
      domain(2, 'customer.example', [{ id: 11, name: 'Customer phones', config: true, types: ['PHONE'] }]),
    ]) {
      this.#journal.keep('domain', String(each.id), each);
    }
    this.makeUsers(PREPARED_USERS);
    this.#journal.keep('secrets', '', { userPassword: randomText(16), appPassword: randomText(15) });
  }
}
