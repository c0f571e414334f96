import type { ProvisioningCode } from '../../../shared/domain/code.ts';
import { UNKNOWN_USER, type UserDraft } from '../../../shared/domain/code-state.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type {
  Assignment,
  CodeCategory,
  CodeRequest,
  CodeSession,
  ConnectionState,
  IssuedCode,
  PlatformDevice,
  RedeemedBy,
  Registration,
  UserKey,
} from '../../services/code-service.ts';
import { NEW_CODE, type StoredCode } from '../../storage/codes.ts';

/** A user of whom only what is given is known. */
export function userDraft(fields: Partial<UserDraft>): UserDraft {
  return { ...UNKNOWN_USER, ...fields };
}

/** A code of an account that was asked for at time 0. */
export function storedCode(fields: Partial<StoredCode> = {}): StoredCode {
  const asked = {
    id: 1,
    rolloutId: 1,
    userId: 1,
    source: 'account',
    account: 'A',
    term: 'rollout',
    requestedAtMs: 0,
  } as const;
  return { ...NEW_CODE, ...asked, ...fields };
}

/** A live code of an account. */
export function pendingCode(fields: Partial<StoredCode> = {}): StoredCode {
  return storedCode({
    state: 'pending',
    code: '012345678901' as ProvisioningCode,
    lastFour: '8901',
    issuedAtMs: 0,
    checkedAtMs: 0,
    validUntilMs: 1_000,
    ...fields,
  });
}

/** A failure of the network. */
export function lostAnswer(sent: 'no' | 'maybe'): Failure {
  return { kind: 'transport', reason: 'unreachable', aspect: 'reset', sent, concernsAccount: true };
}

/** A phone as the platform lists it. */
export function phone(n: number, fields: Partial<PlatformDevice> = {}): PlatformDevice {
  const mac = `009033${n.toString(16).padStart(6, '0')}` as MacAddress;
  const seen = { hardwareId: mac, mac, model: 'IP112', name: '', firmware: '13r2', address: '192.0.2.1' };
  return { ...seen, isOnline: true, isUnassigned: false, ...fields };
}

interface Issued {
  readonly code: ProvisioningCode;
  readonly request: CodeRequest;
  readonly validUntilMs: number;
  device: PlatformDevice | null;
}

/** A platform in memory: what survives when the client is killed. */
export class FakePlatform {
  readonly issued: Issued[] = [];
  readonly assigned = new Map<string, Set<string>>();
  readonly registered = new Set<string>();
  readonly sighted: PlatformDevice[] = [];
  /** What happens to the next request for a code; `null`: it is answered. */
  nextIssue: (() => 'answer' | 'lose-answer' | 'not-sent' | 'refuse') | null = null;
  isReachable = true;
  nowMs = 0;
  lifeMs = 604_800_000;
  readonly #sessions = new Set<FakeCodeSession>();

  connect(): FakeCodeSession {
    const session = new FakeCodeSession(this);
    this.#sessions.add(session);
    return session;
  }

  /** A person types a code on a phone. @returns whether the platform took it. */
  redeem(code: string, device: PlatformDevice): boolean {
    const found = this.issued.find((issued) => issued.code === code);
    if (found === undefined || found.device !== null || found.validUntilMs <= this.nowMs) return false;
    found.device = { ...device, name: found.request.login };
    for (const session of this.#sessions) session.tell({ code: found.code, device: found.device });
    return true;
  }

  /** A phone comes to the platform, and every session is told. */
  show(device: PlatformDevice): void {
    for (const session of this.#sessions) session.show(device);
  }

  /** Every connection breaks; sessions connect again by themselves. */
  breakConnections(): void {
    for (const session of this.#sessions) session.reconnect();
  }
}

/** A session on a {@link FakePlatform}. */
export class FakeCodeSession implements CodeSession {
  hasDirectory: boolean | null = true;
  readonly #platform: FakePlatform;
  readonly #notices = new Set<(redeemed: RedeemedBy) => void>();
  readonly #states = new Set<(state: ConnectionState) => void>();
  readonly #sightings = new Set<(device: PlatformDevice) => void>();
  /** Notices come only for codes that were issued or read on this connection. */
  readonly #armed = new Set<string>();
  isClosed = false;

  constructor(platform: FakePlatform) {
    this.#platform = platform;
  }

  tell(redeemed: RedeemedBy): void {
    if (this.isClosed || !this.#armed.has(redeemed.code)) return;
    for (const listener of this.#notices) listener(redeemed);
  }

  reconnect(): void {
    this.#armed.clear();
    for (const listener of this.#states) listener({ kind: 'open' });
  }

  async probe(): Promise<Result<void>> {
    return success(undefined);
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  async categories(): Promise<Result<readonly CodeCategory[]>> {
    return success([{ name: 'Phones', domain: 'example.com' }]);
  }

  async users(): Promise<Result<readonly never[]>> {
    return success([]);
  }

  async issueCode(request: CodeRequest): Promise<Result<IssuedCode>> {
    await Promise.resolve();
    const platform = this.#platform;
    const fate = platform.isReachable ? (platform.nextIssue?.() ?? 'answer') : 'not-sent';
    if (fate === 'not-sent') return failure(lostAnswer('no'));
    if (fate === 'refuse') {
      return failure({
        kind: 'service',
        reason: 'server-error',
        serviceWords: 'no',
        sent: 'no',
        concernsAccount: false,
      });
    }
    const code = String(100_000_000_000 + platform.issued.length * 37).padStart(12, '0') as ProvisioningCode;
    const validUntilMs = platform.nowMs + platform.lifeMs;
    platform.issued.push({ code, request, validUntilMs, device: null });
    this.#armed.add(code);
    await Promise.resolve();
    return fate === 'lose-answer' ? failure(lostAnswer('maybe')) : success({ code, validUntilMs });
  }

  async readCode(code: ProvisioningCode): Promise<Result<PlatformDevice | null>> {
    if (!this.#platform.isReachable) return failure(lostAnswer('no'));
    const found = this.#platform.issued.find((issued) => issued.code === code);
    this.#armed.add(code);
    if (found?.device) return success(found.device);
    if (found !== undefined && found.validUntilMs > this.#platform.nowMs) return success(null);
    return failure({ kind: 'service', reason: 'code-expired', sent: 'no', concernsAccount: false });
  }

  async devices(): Promise<Result<readonly PlatformDevice[]>> {
    return success(this.#platform.sighted);
  }

  onProvisioned(listener: (redeemed: RedeemedBy) => void): () => void {
    this.#notices.add(listener);
    return () => this.#notices.delete(listener);
  }

  onDevice(listener: (device: PlatformDevice) => void): () => void {
    this.#sightings.add(listener);
    return () => this.#sightings.delete(listener);
  }

  show(device: PlatformDevice): void {
    for (const listener of this.#sightings) listener(device);
  }

  onConnection(listener: (state: ConnectionState) => void): () => void {
    this.#states.add(listener);
    return () => this.#states.delete(listener);
  }

  async assign(user: UserKey, device: { readonly hardwareId: string }): Promise<Result<Assignment>> {
    if (this.hasDirectory === false) {
      const refused = { kind: 'service', reason: 'forbidden', aspect: 'no-pbx', sent: 'no' } as const;
      return failure({ ...refused, concernsAccount: false });
    }
    const devices = this.#platform.assigned.get(user.login) ?? new Set();
    this.#platform.assigned.set(user.login, devices);
    const assignment = devices.has(device.hardwareId) ? 'unchanged' : 'assigned';
    devices.add(device.hardwareId);
    return success(assignment);
  }

  async unassign(user: UserKey, hardwareId: string): Promise<Result<Assignment>> {
    return success(this.#platform.assigned.get(user.login)?.delete(hardwareId) ? 'assigned' : 'unchanged');
  }

  async registrations(users: readonly UserKey[]): Promise<readonly Result<readonly Registration[]>[]> {
    return users.map(({ login }) => {
      const devices = [...(this.#platform.assigned.get(login) ?? [])].filter((mac) =>
        this.#platform.registered.has(mac),
      );
      return success(devices.map((mac) => ({ hardwareId: mac, mac: mac as MacAddress, address: '' })));
    });
  }
}
