import type { Failure } from '../../../shared/domain/failure.ts';
import { failure, success } from '../../../shared/result.ts';
import type { CatalogueEntry, ConfigService, ConfigSession } from '../config-service.ts';
import type { OpenAccount } from '../service.ts';
import { type Asker, createAsker } from './ask.ts';
import { type KnownPhone, searchCatalogue } from './catalogue.ts';
import { baseUrlOf, checkPhones, IMPOSSIBLE_MAC } from './check.ts';
import { agentOf, filesOf, schemesOf } from './files.ts';
import { followFile } from './follow.ts';
import { judgeAsked } from './judge.ts';
import { createLogReader } from './log-states.ts';
import { receiveSyslog } from './syslog.ts';

/**
 * Configuration servers in the manner of Bicom's PBXware: each phone fetches its file by its MAC.
 *
 * Where each fact comes from is in this folder's README.md.
 */
export const pbxware = {
  description: {
    id: 'pbxware',
    title: 'PBXware',
    kind: 'configs',
    defaultUrl: '',
    vendors: [],
    limits: { concurrency: 4, batch: 1, maxBatch: 1 },
  },
  connect: (account) => {
    if (baseUrlOf(account.url) === null) return failure(badUrl());
    const asker = createAsker(account);
    return asker.ok ? success(createSession(account, asker.value)) : asker;
  },
  loadPractice: async () => (await import('./practice.ts')).practice,
  searchCatalogue: (text) => searchCatalogue(text).map(toEntry),
  readLog: createLogReader,
  followFile: (path, onText, onGone) => followFile(path, onText, onGone),
  receiveSyslog,
} as const satisfies ConfigService;

function badUrl(): Failure {
  return { kind: 'validation', reason: 'bad-url', aspect: 'account', sent: 'no', concernsAccount: true };
}

function createSession(account: OpenAccount, asker: Asker): ConfigSession {
  return {
    check: (phones, wish, listener, signal) => checkPhones(account, asker, phones, wish, listener, signal),
    probe: async (signal) => {
      const base = baseUrlOf(account.url);
      if (base === null) return failure(badUrl());
      // A file that can't exist: the answer tells about address, TLS and login, and nothing about a phone.
      const url = new URL(`${IMPOSSIBLE_MAC}.cfg`, base);
      const { user, password } = account;
      const asked = await asker.ask(
        { kind: 'http', url },
        { agent: 'Rollcall', login: { user, password }, isBeginningEnough: false },
        signal,
      );
      if (asked.end.kind === 'failure') return failure(asked.end.failure);
      if (asked.end.kind === 'cancelled') {
        return failure({ kind: 'cancelled', reason: 'cancelled', sent: 'maybe', concernsAccount: false });
      }
      const { finding } = judgeAsked(asked, { scheme: base.protocol === 'https:' ? 'https' : 'http', isNeeded: true });
      const place = { host: base.hostname, status: asked.status ?? 0 };
      if (finding === 'login-refused') {
        return failure({ kind: 'auth', reason: 'auth-failed', detail: place, sent: 'no', concernsAccount: true });
      }
      if (finding === 'server-error') {
        return failure({ kind: 'service', reason: 'server-error', detail: place, sent: 'no', concernsAccount: true });
      }
      return success(undefined);
    },
    close: asker.close,
  };
}

/** A MAC of the vendor's for the names of files, or one that shows where it goes. */
function exampleMac({ vendor }: KnownPhone): string {
  return `${vendor.mac_prefixes[0] ?? '001122'}aabbcc`;
}

function toEntry(phone: KnownPhone): CatalogueEntry {
  const { vendor, model } = phone;
  const mac = exampleMac(phone);
  const files = filesOf(phone, mac);
  const agent = agentOf(phone, mac);
  return {
    vendor: vendor.name,
    model: model?.model ?? '',
    firmware: model?.firmware ?? '',
    schemes: schemesOf(phone),
    files: files.map(({ name }) => name),
    alternates: files.flatMap(({ alternates }) => alternates),
    userAgent: agent.text,
    isOwnAgent: agent.isOwn,
    format: vendor.content.format,
    notes: [...(model?.note === undefined ? [] : [model.note]), ...vendor.notes],
  };
}
