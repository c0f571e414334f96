import { failure, type Result, success } from '../../shared/result.ts';
import { PRACTICE_FAULTS, type PracticeFault, parseFault } from './practice-faults.ts';
import { type RunningPractice, startPracticeHost } from './practice-host.ts';
import type { PracticeProgram, PracticeProgramSetting, RunningPracticeProgram } from './practice-program.ts';
import type { PracticeService } from './practice-service.ts';
import { makePracticeCertificate, type PracticeCertificate } from './practice-tls.ts';
import { findService, REDIRECTION_SERVICES, SERVICES } from './registry.ts';

/** Every service that has a practice service. */
export const PRACTICE_SERVICE_IDS: readonly string[] = SERVICES.filter(
  ({ loadPractice }) => loadPractice !== undefined,
).map(({ description }) => description.id);

/** Those that are started when none is named: the redirection services, in this order. */
export const USUAL_PRACTICE_SERVICE_IDS: readonly string[] = REDIRECTION_SERVICES.filter(
  ({ loadPractice }) => loadPractice !== undefined,
).map(({ description }) => description.id);

/** Most practice phones that can be asked for. */
export const MAX_PRACTICE_PHONES = 1000;

/** Faults as `--fault` names them, sorted by whom they are for. */
export interface PracticeFaults {
  /** For XML-RPC services. */
  readonly calls: readonly PracticeFault[];
  /** For those with servers of their own, by service id. */
  readonly programs: Readonly<Record<string, readonly PracticeProgramSetting[]>>;
}

function isProgram(practice: PracticeService | PracticeProgram): practice is PracticeProgram {
  return 'start' in practice;
}

/** Loads the practice services that bring their own servers, for instance to tell their faults. */
export async function loadPracticePrograms(): Promise<readonly PracticeProgram[]> {
  const loaded = await Promise.all(SERVICES.map(({ loadPractice }) => loadPractice?.()));
  return loaded.filter((practice) => practice !== undefined).filter(isProgram);
}

/**
 * Reads `--fault` arguments: `NAME`, `NAME=VALUE`, or either with a service in front.
 *
 * @returns the faults; or the first text that is none, and an English sentence that says what is wrong with it.
 */
export async function readPracticeFaults(
  texts: readonly string[],
): Promise<Result<PracticeFaults, { readonly text: string; readonly problem: string; readonly names: string }>> {
  const programs = await loadPracticePrograms();
  const calls: PracticeFault[] = [];
  const settings: Record<string, PracticeProgramSetting[]> = {};
  for (const text of texts) {
    const forCalls = parseFault(text);
    if (forCalls.ok) calls.push(forCalls.value);
    const [, service, name = '', given] = /^(?:([a-z]+):)?([a-z0-9-]+)(?:=(.*))?$/s.exec(text.trim()) ?? [];
    let problem = forCalls.ok ? null : forCalls.error;
    for (const { id, faults } of programs) {
      const fault = faults.find((each) => each.name === name);
      if (fault === undefined || (service !== undefined && service !== id)) continue;
      const value = given ?? fault.default;
      if (value !== null && fault.accepts(value)) {
        settings[id] = [...(settings[id] ?? []), { name, value }];
        problem = null;
      } else if (problem !== null) {
        problem =
          fault.values === ''
            ? `The fault "${name}" takes no value.`
            : `The fault "${name}" takes ${fault.values}, not "${value ?? ''}".`;
      }
    }
    if (problem !== null) {
      const names = [...PRACTICE_FAULTS, ...programs.flatMap(({ faults }) => faults)].map((fault) => fault.name);
      return failure({ text, problem, names: [...new Set(names)].join(', ') });
    }
  }
  return success({ calls, programs: settings });
}

/**
 * Starts practice services on 127.0.0.1: in this process, all state in memory, no data folder.
 *
 * @param options.services Ids out of {@link PRACTICE_SERVICE_IDS}, each at most once.
 * @param options.portBase Port of the first one named, the next gets the next; 1..65535. @default any free ports
 * @param options.tls Whether they speak TLS, with an authority made for this start. @default false
 * @param options.faults For XML-RPC services, made by `parseFault` of `practice-faults.ts`. @default none
 * @param options.programFaults For the others, made by {@link readPracticeFaults}. @default none
 * @param options.phones Practice phones of those that have some, 0..{@link MAX_PRACTICE_PHONES}. @default 24
 * @returns `wrong-service`, aspect `practice`, with the id as detail, for one that isn't there or comes twice;
 *   `busy`, aspect `port`, with the port, when one can't be had. Nothing runs then.
 */
export async function startPractice(options: {
  readonly services: readonly string[];
  readonly portBase?: number;
  readonly tls?: boolean;
  readonly faults?: readonly PracticeFault[];
  readonly programFaults?: PracticeFaults['programs'];
  readonly phones?: number;
}): Promise<Result<RunningPractice>> {
  const { services: ids, portBase, tls = false, faults = [], programFaults = {}, phones = 24 } = options;
  const chosen = new Map<string, PracticeService | PracticeProgram>();
  for (const id of ids) {
    const practice = await findService(id)?.loadPractice?.();
    if (practice === undefined || chosen.has(id)) {
      return failure({
        kind: 'validation',
        reason: 'wrong-service',
        aspect: 'practice',
        detail: { service: id },
        sent: 'no',
        concernsAccount: true,
      });
    }
    chosen.set(id, practice);
  }
  const portOf = (id: string): number => (portBase === undefined ? 0 : portBase + ids.indexOf(id));
  const host = await startPracticeHost(
    [...chosen.values()].filter((practice): practice is PracticeService => !isProgram(practice)),
    { portOf, tls, faults },
  );
  if (!host.ok) return host;
  const programs = new Map<string, RunningPracticeProgram>();
  const certificates: PracticeCertificate[] = [];
  const close = async (): Promise<void> => {
    await Promise.all([...programs.values()].map((program) => program.close()));
    await Promise.all(certificates.map((certificate) => certificate.remove()));
    await host.value.close();
  };
  for (const [id, program] of chosen) {
    if (!isProgram(program)) continue;
    const certificate = tls ? await makePracticeCertificate() : null;
    if (certificate !== null) certificates.push(certificate);
    const port = portOf(id);
    const running =
      port > 65_535 ? null : await program.start({ port, certificate, phones, faults: programFaults[id] ?? [] });
    if (running === null) {
      await close();
      return failure({
        kind: 'validation',
        reason: 'busy',
        aspect: 'port',
        detail: { port },
        sent: 'no',
        concernsAccount: true,
      });
    }
    programs.set(id, running);
  }
  const addresses = Object.fromEntries(
    ids.map((id) => [id, programs.get(id)?.address ?? host.value.addresses[id]] as const),
  );
  return success({ ...host.value, addresses: addresses as RunningPractice['addresses'], close });
}
