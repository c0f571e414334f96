import type { RowProblem } from '../../shared/domain/problem.ts';
import type { ListedDevice, ListHead, ListSource, ListSummary, ReadListOptions } from './list.ts';
import { openList } from './read-list.ts';

/** A list read to its end, for tests. */
export interface ReadList {
  readonly head: ListHead;
  readonly devices: readonly ListedDevice[];
  readonly problems: readonly RowProblem[];
  readonly summary: ListSummary;
}

/** Makes a source of text, as UTF-8 unless it comes as bytes. */
export function sourceOf(content: string | Uint8Array, name = 'phones.csv'): ListSource {
  return { name, bytes: typeof content === 'string' ? Buffer.from(content, 'utf8') : content };
}

/**
 * Reads a whole list and checks that its counts are right.
 *
 * @throws Error when the list can't be opened or a row is lost: a test that expects neither fails.
 */
export async function readWhole(content: string | Uint8Array, options: ReadListOptions = {}): Promise<ReadList> {
  const opened = await openList(sourceOf(content), options);
  if (!opened.ok) throw new Error(`The list was not opened: ${opened.error.reason}`);
  const devices: ListedDevice[] = [];
  const problems: RowProblem[] = [];
  const batches = opened.value.batches();
  let step = await batches.next();
  while (step.done !== true) {
    devices.push(...step.value.devices);
    problems.push(...step.value.problems);
    step = await batches.next();
  }
  const summary = step.value;
  if (summary.devices !== devices.length || summary.problems !== problems.length) {
    throw new Error(`The counts are wrong: ${JSON.stringify(summary)}`);
  }
  if (summary.rows !== devices.length + problems.length) throw new Error('Rows are not devices plus problems.');
  return { head: opened.value.head, devices, problems, summary };
}

/** Tells why a list can't be opened; `null` when it can. */
export async function whyNotOpened(
  content: string | Uint8Array,
  options: ReadListOptions = {},
): Promise<{ readonly reason: string; readonly detail: Readonly<Record<string, string | number>> } | null> {
  const opened = await openList(sourceOf(content), options);
  return opened.ok ? null : opened.error;
}
