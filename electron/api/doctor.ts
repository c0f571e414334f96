import type { DoctorStep } from '../../shared/contract/accounts.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Result } from '../../shared/result.ts';
import type { AccountSession } from '../services/service.ts';
import { checkWay, WAY_STEPS, type WayOptions } from '../transport/check-way.ts';
import { toReasonView } from './views.ts';

/** The longest a login may take, in milliseconds. */
const LOGIN_TIMEOUT_MS = 60_000;

function step(
  name: DoctorStep['step'],
  result: DoctorStep['result'],
  milliseconds: number,
  failure: Failure | null,
): DoctorStep {
  const view = failure === null ? null : toReasonView(failure);
  return { step: name, result, milliseconds, facts: {}, certificates: [], failure: view };
}

/**
 * Checks an account step by step: its address, the way to the service, its login. Changes nothing.
 *
 * @param session The account's session, or why it can't be opened, when nothing is sent; closed at the end.
 */
export async function examine(
  url: string,
  options: WayOptions,
  session: Result<AccountSession>,
): Promise<readonly DoctorStep[]> {
  if (!session.ok) {
    const skipped = [...WAY_STEPS, 'login'] as const;
    return [step('address', 'failed', 0, session.error), ...skipped.map((name) => step(name, 'skipped', 0, null))];
  }
  const signal = AbortSignal.timeout(LOGIN_TIMEOUT_MS);
  const way = await checkWay(new URL(url), options, signal);
  const steps: DoctorStep[] = [step('address', 'passed', 0, null)];
  for (const finding of way) {
    steps.push({
      ...finding,
      facts: { ...finding.facts },
      certificates: finding.certificates.map((certificate) => ({ ...certificate })),
      failure: finding.failure === null ? null : toReasonView(finding.failure),
    });
  }
  if (steps.some(({ result }) => result === 'failed')) {
    steps.push(step('login', 'skipped', 0, null));
  } else {
    const startedAtMs = performance.now();
    const probe = await session.value.probe(signal);
    const milliseconds = Math.round(performance.now() - startedAtMs);
    steps.push(step('login', probe.ok ? 'passed' : 'failed', milliseconds, probe.ok ? null : probe.error));
  }
  await session.value.close();
  return steps;
}
