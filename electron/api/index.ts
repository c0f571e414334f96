import { type ApiFailure, inputFailure } from '../../shared/contract/api-failure.ts';
import { type Api, contract } from '../../shared/contract/contract.ts';
import { failure, type Result } from '../../shared/result.ts';
import { LogFile } from '../log/log-file.ts';
import { createBrowserPrinter } from '../sheets/print-with-browser.ts';
import { setNetworkDefaults } from '../transport/network-defaults.ts';
import { createAboutHandlers } from './about.ts';
import { createAccountHandlers } from './accounts.ts';
import { createActivityHandlers } from './activity.ts';
import { createChanges } from './changes.ts';
import { createCodeHandlers } from './codes.ts';
import { createConfigHandlers } from './configs.ts';
import { DeviceIndexes } from './device-index.ts';
import { createDeviceHandlers } from './devices.ts';
import type { ApiContext, ApiEnvironment } from './environment.ts';
import { createExportHandlers } from './exports.ts';
import { GoingWork } from './going-work.ts';
import { createInnovaphoneHandlers } from './innovaphone.ts';
import { createListHandlers } from './lists.ts';
import { createNetworkDefaults } from './network.ts';
import { createOpenstageHandlers } from './openstage.ts';
import { createOwnershipHandlers } from './ownership.ts';
import { createPracticeHandlers } from './practice.ts';
import { Recorder } from './recorder.ts';
import { createReportHandlers } from './report.ts';
import { createHandoverHandlers } from './rollcall-files.ts';
import { createRolloutHandlers } from './rollouts.ts';
import { RunCounts } from './run-counts.ts';
import { createRunHandlers } from './runs.ts';
import { createScanHandlers } from './scan.ts';
import { createServiceHandlers } from './services.ts';
import { createSettingsHandlers } from './settings.ts';
import { createSupportHandlers } from './support.ts';
import { createUpdateServerHandlers } from './update-server.ts';
import { createUpdateHandlers } from './updates.ts';
import { createVaultHandlers } from './vault.ts';

export {
  loadPracticePrograms,
  MAX_PRACTICE_PHONES,
  readPracticeFaults,
  startPractice,
  USUAL_PRACTICE_SERVICE_IDS,
} from '../services/practice.ts';
export { PRACTICE_FAULTS } from '../services/practice-host.ts';
export { type PdfPrinter, pdfNotMade, printLimitMs } from '../sheets/pdf-printer.ts';
export { defaultDataFolder } from '../storage/folder.ts';
export { openKeychain } from '../storage/keychain.ts';
export { openStoreForChanges, openStoreForReading, type Store, setDamagedAside } from '../storage/store.ts';
export type { ApiEnvironment } from './environment.ts';
export { serveOwnCodes } from './update-server.ts';

/**
 * Makes every call of the contract, each behind the check of its argument.
 *
 * The one door into the core: the window and the command line get the same object.
 */
export function createApi(environment: ApiEnvironment): Api {
  const log = new LogFile(environment.store.folder);
  const recorder = new Recorder(environment.store, log);
  setNetworkDefaults(createNetworkDefaults(environment.store, environment));
  const context: ApiContext = {
    printPdf: createBrowserPrinter(),
    ...environment,
    log,
    work: new GoingWork(),
    indexes: new DeviceIndexes(environment.store),
    counts: new RunCounts(environment.store.runs),
    changed: createChanges(environment.emit),
  };
  const handlers: Api = {
    vault: createVaultHandlers(context),
    accounts: createAccountHandlers(context),
    rollouts: createRolloutHandlers(context),
    lists: createListHandlers(context),
    runs: createRunHandlers(context),
    devices: createDeviceHandlers(context),
    codes: createCodeHandlers(context),
    services: createServiceHandlers(context),
    exports: createExportHandlers(context),
    openstage: createOpenstageHandlers(context),
    configs: createConfigHandlers(context),
    practice: createPracticeHandlers(context, (...argument) => handlers.lists.importSource(...argument)),
    handover: createHandoverHandlers(context),
    updates: createUpdateHandlers(context),
    updateServer: createUpdateServerHandlers(context),
    settings: createSettingsHandlers(context),
    report: createReportHandlers(context, (argument) => handlers.exports.results(argument)),
    innovaphone: createInnovaphoneHandlers(context),
    ownership: createOwnershipHandlers(context),
    scan: createScanHandlers(context),
    about: createAboutHandlers(context),
    activity: createActivityHandlers(context),
    support: createSupportHandlers(context),
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([group, calls]) => [
      group,
      Object.fromEntries(
        Object.entries(calls).map(([name, handler]) => [name, checked(group, name, handler, recorder)]),
      ),
    ]),
  ) as unknown as Api;
}

type Handler = (argument: never) => Promise<Result<unknown, ApiFailure>>;

function checked(
  group: string,
  name: string,
  handler: Handler,
  recorder: Recorder,
): (raw: unknown) => Promise<Result<unknown, ApiFailure>> {
  const groups: Readonly<Record<string, Readonly<Record<string, (typeof contract)['vault']['open']>>>> =
    contract as never;
  const { argument } = groups[group]?.[name] ?? {};
  if (argument === undefined) throw new Error(`The contract has no call ${group}.${name}.`);
  return async (raw) => {
    const parsed = argument.safeParse(raw);
    if (parsed.success) return recorder.record(group, name, parsed.data, () => handler(parsed.data as never));
    const [issue] = parsed.error.issues;
    return failure(
      inputFailure('input.bad-argument', { field: issue?.path.join('.') ?? '', problem: issue?.message ?? '' }),
    );
  };
}
