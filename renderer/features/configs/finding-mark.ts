import type { FetchState, FileFinding } from '../../../shared/domain/config-check.ts';
import type { MarkKind } from '../../components/status-mark.tsx';

const FINDING_MARKS: Readonly<Partial<Record<FileFinding, MarkKind>>> = {
  ok: 'done',
  'optional-missing': 'unchanged',
  unproven: 'unknown',
  'login-refused': 'refused',
  'not-found': 'refused',
};

/** The shape that stands for a finding. */
export function markOfFinding(finding: FileFinding): MarkKind {
  return FINDING_MARKS[finding] ?? 'failed';
}

const STATE_MARKS: Readonly<Record<FetchState, MarkKind>> = {
  fetched: 'done',
  'fetched-elsewhere': 'failed',
  asking: 'waiting',
  refused: 'refused',
  unknown: 'refused',
  'never-seen': 'none',
};

/** The shape that stands for how a phone stands by the access log. */
export function markOfState(state: FetchState): MarkKind {
  return STATE_MARKS[state];
}
