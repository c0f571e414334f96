import { isSecretItem, itemOfHeader, MASKED_ITEM } from '../../shared/domain/items.ts';
import type { RowProblem } from '../../shared/domain/problem.ts';
import { maskUserinfo, redactText } from '../../shared/domain/redact.ts';
import type { Result } from '../../shared/result.ts';
import { columnLetter } from './cell-text.ts';
import { type TableOptions, writeTable } from './write-table.ts';

/** What is to be known of a list whose rows are written: its own header, and its columns. */
export interface WrittenList {
  /** `null` where it has none. */
  readonly header: readonly string[] | null;
  readonly columns: readonly { readonly name: string; readonly field: string | null }[];
}

/** The columns put after a list's own; the reader knows them and takes them for no field. */
const PROBLEM_COLUMNS = ['row', 'column', 'reason', 'message'] as const;

/**
 * Writes the rows that became neither devices nor users, to be mended and imported again: the list's own columns in their order,
 * then `row` (its number in the list), `column`, `reason` and `message`.
 *
 * The list's header is kept; without one, columns are named by the field they fill or by their letter. Passwords in URLs,
 * and items that are one, are masked. Where the list is such a file itself, its last four columns are replaced. The format is that of the file's
 * ending, as in `writeTable`.
 *
 * @param sentenceOf Words a problem in the person's language, for `message`.
 * @returns `file-not-written`, with the aspects of `writeTable`.
 */
export function writeProblems(
  path: string,
  list: WrittenList,
  problems: readonly RowProblem[],
  sentenceOf: (problem: RowProblem) => string,
  options: TableOptions = {},
): Promise<Result<void>> {
  const names = nameColumns(list, problems);
  const rows = problems.map((problem) => [
    ...names.map((name, column) => maskCell(name, problem.cells[column] ?? '')),
    String(problem.row),
    problem.column,
    problem.reason,
    sentenceOf(problem),
  ]);
  return writeTable(path, { header: [...names, ...PROBLEM_COLUMNS], rows }, options);
}

function nameColumns(list: WrittenList, problems: readonly RowProblem[]): readonly string[] {
  const names = list.columns.map(({ name, field }) => (list.header === null ? (field ?? name) : name));
  const own = names.length - PROBLEM_COLUMNS.length;
  if (PROBLEM_COLUMNS.every((name, index) => names[own + index] === name)) return names.slice(0, own);
  const width = problems.reduce((widest, { cells }) => Math.max(widest, cells.length), names.length);
  return Array.from({ length: width }, (_, column) => names[column] ?? columnLetter(column));
}

/** Leaves cells alone that hold no URL: what looks like a secret of the wire in a note is none. */
function maskCell(name: string, cell: string): string {
  const item = itemOfHeader(name);
  if (item !== null && isSecretItem(item)) return cell.trim() === '' ? '' : MASKED_ITEM;
  return cell.includes('://') ? redactText(maskUserinfo(cell)) : cell;
}
