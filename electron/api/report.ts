import { extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { type ReportFields, reportFields } from '../../shared/contract/report.ts';
import { type Result, success } from '../../shared/result.ts';
import type { Language } from '../../shared/words/translate.ts';
import { makeReport, type ReportOpenPhone, type ReportPhone } from '../sheets/report.ts';
import type { Rollout } from '../storage/rollouts.ts';
import { showUrl } from '../storage/vault.ts';
import { type ApiContext, requireRollout } from './environment.ts';
import { toFileName } from './file-bytes.ts';
import { listOwnedPhones } from './owned-phones.ts';
import { toPaperBytes, writePaper } from './paper-file.ts';

/** How many phones are read before the event loop gets its turn. */
const PHONES_AT_ONCE = 1_000;
/** More URLs than these are no overview. */
const TARGETS_SHOWN = 20;

const BLANK: ReportFields = { site: '', address: '', customer: '', technician: '', remarks: '' };

/** The handlers of the contract's group `report`. */
export function createReportHandlers(
  context: ApiContext,
  writeResults: GroupHandlers<'exports'>['results'],
): GroupHandlers<'report'> {
  const { store, printPdf } = context;

  function fieldsOf(rollout: Rollout): ReportFields {
    const own = reportFields.safeParse(store.papers.find(rollout.id, 'report'));
    if (own.success) return own.data;
    const latest = reportFields.safeParse(store.papers.findLatest('report'));
    return { ...BLANK, technician: latest.success ? latest.data.technician : '' };
  }

  async function make(rollout: Rollout, language: Language): Promise<string> {
    const phones: ReportPhone[] = [];
    const openPhones: ReportOpenPhone[] = [];
    const targets = new Map<string, number>();
    for (const devices of store.devices.slices(rollout.id, PHONES_AT_ONCE)) {
      const macs = devices.map(({ mac }) => mac);
      const latest = store.runs.latestOutcomesOf(rollout.id, macs);
      const readings = store.openstage.headsOf(rollout.id, macs);
      for (const { mac, model, user, extension, room, address } of devices) {
        const outcome = latest.get(mac)?.outcome ?? null;
        const url = showUrl(outcome?.now?.url ?? '');
        if (url !== '') targets.set(url, (targets.get(url) ?? 0) + 1);
        phones.push({ mac, model, user, extension, room, outcome, time: outcome?.endedAt ?? '' });
        const reading = readings.get(mac);
        if (reading === undefined) continue;
        openPhones.push({ mac, address, model: reading.model, softwareVersion: reading.softwareVersion });
      }
      await setImmediate();
    }
    const owned = await listOwnedPhones(context, rollout);
    return makeReport({
      ...fieldsOf(rollout),
      language,
      rollout: rollout.name,
      phones,
      runs: store.runs.list(rollout.id).map((run) => ({
        run: run.id,
        action: run.action,
        undoOf: run.undoOf,
        account: run.account,
        startedAt: run.startedAt,
        counts: store.runs.counts(run.id),
      })),
      targets: [...targets]
        .sort(([, a], [, b]) => b - a)
        .slice(0, TARGETS_SHOWN)
        .map(([url, count]) => ({ url, phones: count })),
      openPhones,
      owners: owned.map((phone) => ({
        mac: phone.mac,
        room: phone.device.room,
        serviceWords: phone.latest?.outcome.reason === 'owned-by-other' ? phone.latest.outcome.serviceWords : null,
        standing: phone.standing,
        heldBy: phone.heldBy ?? '',
        accounts: phone.looks.map(({ account }) => account),
        parkedAt: phone.parked?.parkedAt ?? null,
        note: phone.parked?.note ?? '',
      })),
      printedAt: new Date(),
    });
  }

  async function write(rollout: Rollout, path: string, format: 'pdf' | 'html', language: Language) {
    const bytes = await toPaperBytes(await make(rollout, language), format, printPdf);
    return bytes.ok ? writePaper(path, bytes.value) : bytes;
  }

  return {
    fields: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      return rollout.ok ? success(fieldsOf(rollout.value)) : rollout;
    },
    keep: async ({ rollout: name, fields }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      store.papers.keep(rollout.value.id, 'report', fields);
      return success({});
    },
    file: async ({ rollout: name, format, language }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const bytes = await toPaperBytes(await make(rollout.value, language), format, printPdf);
      if (!bytes.ok) return bytes;
      return success({
        name: `${toFileName(name)}.${format}`,
        base64: Buffer.from(bytes.value).toString('base64'),
        devices: store.devices.count(rollout.value.id),
      });
    },
    write: async ({ rollout: name, path, separator, language }): Promise<Result<{ devices: number }, ApiFailure>> => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const format = extname(path).toLowerCase();
      if (format !== '.pdf' && format !== '.html') {
        return writeResults({ rollout: name, path, separator, language });
      }
      const written = await write(rollout.value, path, format === '.pdf' ? 'pdf' : 'html', language);
      return written.ok ? success({ devices: store.devices.count(rollout.value.id) }) : written;
    },
  };
}
