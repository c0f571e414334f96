import { arch, release, totalmem } from 'node:os';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { redactText } from '../../shared/domain/redact.ts';
import { success } from '../../shared/result.ts';
import { createTranslator } from '../../shared/words/translate.ts';
import { packZip } from '../files/zip-archive.ts';
import { showUrl } from '../storage/vault.ts';
import { readCertificates, showCertificate } from '../transport/certificates.ts';
import type { ApiContext } from './environment.ts';
import { ROLLCALL_VERSION } from './version.ts';

/** How much of the activity goes along. */
const ACTIVITY_ENTRIES = 2_000;

function toBytes(value: unknown): Buffer {
  return Buffer.from(typeof value === 'string' ? redactText(value) : `${JSON.stringify(value, redactValue, 2)}\n`);
}

function redactValue(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? redactText(value) : value;
}

/** The handlers of the contract's group `support`. */
export function createSupportHandlers(context: ApiContext): GroupHandlers<'support'> {
  const { store, log } = context;

  /** Where an account goes to, without who it is and how it proves that. */
  function describeAccounts(): unknown {
    return store.accounts.list().map(({ id, service, url, ca, pin, proxy, concurrency, batch }) => ({
      ...{ id, service, url, concurrency, batch },
      authorities: (readCertificates(ca) ?? [])
        .map(showCertificate)
        .map(({ subject, validTo }) => ({ subject, validTo })),
      isPinned: pin !== '',
      proxy: showUrl(proxy),
    }));
  }

  function describeSettings(): unknown {
    const { mappings, targets, recentRollouts, authorities, proxy, ...plain } = store.settings.all;
    const known = (readCertificates(authorities) ?? []).map(showCertificate);
    return {
      ...plain,
      proxy: showUrl(proxy),
      authorities: known.map(({ subject, validTo }) => ({ subject, validTo })),
      mappings: mappings.length,
      targets: targets.length,
      recentRollouts: recentRollouts.length,
    };
  }

  return {
    bundle: async ({ language }) => {
      const translate = createTranslator(language, { en: {}, de: {} });
      const files = new Map<string, Uint8Array>([
        ['README.txt', toBytes(`${translate('support.readme')}\n`)],
        [
          'versions.json',
          toBytes({
            rollcall: ROLLCALL_VERSION,
            ...process.versions,
            platform: `${process.platform} ${release()} ${arch()}`,
            memoryBytes: totalmem(),
            madeAt: new Date().toISOString(),
            secrets: {
              state: store.vault.state,
              mode: store.vault.mode,
              keychain: store.vault.keychain?.backend ?? null,
            },
          }),
        ],
        ['settings.json', toBytes(describeSettings())],
        ['accounts.json', toBytes(describeAccounts())],
        ['database.json', toBytes(store.describe())],
        [
          'activity.json',
          toBytes(store.activity.page({ words: [], kinds: [], rollout: null }, 0, ACTIVITY_ENTRIES).entries),
        ],
      ]);
      for (const [name, content] of log.read()) files.set(`log/${name}`, toBytes(content.toString('utf8')));
      const day = new Date().toISOString().slice(0, 10);
      return success({ name: `rollcall-support-${day}.zip`, base64: packZip(files).toString('base64') });
    },
    report: async ({ message }) => {
      log.write('error', 'window', { message });
      return success({});
    },
  };
}
