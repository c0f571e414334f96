import type { DoctorStep } from '../../shared/contract/accounts.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Result } from '../../shared/result.ts';
import type { AccountSession } from '../services/service.ts';
import { checkWay, readServerClock, WAY_STEPS, type WayOptions } from '../transport/check-way.ts';
import { toReasonView } from './views.ts';

/** The longest a login may take, in milliseconds. */
const LOGIN_TIMEOUT_MS = 60_000;

/** A clock that differs by more than this is worth a word: certificates and signed requests begin to fail. */
const CLOCK_LIMIT_SECONDS = 120;

function step(
  name: DoctorStep['step'],
  result: DoctorStep['result'],
  milliseconds = 0,
  failure: Failure | null = null,
  facts: DoctorStep['facts'] = {},
): DoctorStep {
  const view = failure === null ? null : toReasonView(failure);
  return { step: name, result, milliseconds, facts, certificates: [], failure: view };
}

/**
 * Checks an account step by step: its address, the way to the service, its login and rights, the clock. Changes nothing.
 *
 * @param session The account's session, or why it can't be opened, when nothing is sent; closed at the end.
 */
export async function examine(
  url: string,
  options: WayOptions,
  session: Result<AccountSession>,
): Promise<readonly DoctorStep[]> {
  if (!session.ok) {
    const skipped = [...WAY_STEPS, 'login', 'rights', 'clock'] as const;
    return [step('address', 'failed', 0, session.error), ...skipped.map((name) => step(name, 'skipped'))];
  }
  const signal = AbortSignal.timeout(LOGIN_TIMEOUT_MS);
  // A WebSocket goes the way of HTTP.
  const address = new URL(url.replace(/^ws/i, 'http'));
  const way = await checkWay(address, options, signal);
  const steps: DoctorStep[] = [step('address', 'passed')];
  for (const finding of way) {
    steps.push({
      ...finding,
      facts: { ...finding.facts },
      certificates: finding.certificates.map((certificate) => ({ ...certificate })),
      failure: finding.failure === null ? null : toReasonView(finding.failure),
    });
  }
  if (steps.some(({ result }) => result === 'failed')) {
    steps.push(step('login', 'skipped'), step('rights', 'skipped'), step('clock', 'skipped'));
  } else {
    steps.push(...(await examineLogin(session.value, signal)), await examineClock(address, options, signal));
  }
  await session.value.close();
  return steps;
}

async function examineLogin(session: AccountSession, signal: AbortSignal): Promise<readonly DoctorStep[]> {
  const startedAtMs = performance.now();
  const probe = await session.probe(signal);
  const milliseconds = Math.round(performance.now() - startedAtMs);
  // No service says what an account may do before it is asked to do it; one that refuses even reading has said it.
  if (probe.ok) return [step('login', 'passed', milliseconds), step('rights', 'untold')];
  if (probe.error.reason === 'forbidden') {
    return [step('login', 'passed', milliseconds), step('rights', 'failed', 0, probe.error)];
  }
  return [step('login', 'failed', milliseconds, probe.error), step('rights', 'skipped')];
}

async function examineClock(url: URL, options: WayOptions, signal: AbortSignal): Promise<DoctorStep> {
  const startedAtMs = performance.now();
  const aheadMs = await readServerClock(url, options, signal);
  const milliseconds = Math.round(performance.now() - startedAtMs);
  if (aheadMs === null) return step('clock', 'untold', milliseconds);
  const seconds = Math.round(aheadMs / 1_000);
  const result = Math.abs(seconds) > CLOCK_LIMIT_SECONDS ? 'warned' : 'passed';
  return step('clock', result, milliseconds, null, { seconds });
}
