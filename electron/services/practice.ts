import { failure, type Result } from '../../shared/result.ts';
import type { PracticeFault } from './practice-faults.ts';
import { type RunningPractice, startPracticeHost } from './practice-host.ts';
import type { PracticeService } from './practice-service.ts';
import { findService, SERVICES } from './registry.ts';

/** The services that have a practice service, in the order in which they are started when none is named. */
export const PRACTICE_SERVICE_IDS: readonly string[] = SERVICES.filter(
  ({ loadPractice }) => loadPractice !== undefined,
).map(({ description }) => description.id);

/**
 * Starts practice services on 127.0.0.1: in this process, all state in memory, no data folder.
 *
 * @param options.services Ids out of {@link PRACTICE_SERVICE_IDS}, each at most once.
 * @param options.portBase Port of the first one named, the next gets the next; 1..65535. @default any free ports
 * @param options.tls Whether they speak TLS, with an authority made for this start. @default false
 * @param options.faults Made by `parseFault` of `practice-faults.ts`. @default none
 * @returns `wrong-service`, aspect `practice`, with the id as detail, for one that isn't there or comes twice;
 *   `busy`, aspect `port`, with the port, when one can't be had. Nothing runs then.
 */
export async function startPractice(options: {
  readonly services: readonly string[];
  readonly portBase?: number;
  readonly tls?: boolean;
  readonly faults?: readonly PracticeFault[];
}): Promise<Result<RunningPractice>> {
  const { services: ids, ...hostOptions } = options;
  const chosen: PracticeService[] = [];
  for (const id of ids) {
    const service = await findService(id)?.loadPractice?.();
    if (service === undefined || chosen.includes(service)) {
      return failure({
        kind: 'validation',
        reason: 'wrong-service',
        aspect: 'practice',
        detail: { service: id },
        sent: 'no',
        concernsAccount: true,
      });
    }
    chosen.push(service);
  }
  return startPracticeHost(chosen, hostOptions);
}
