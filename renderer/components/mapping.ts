/** Which column holds a field, by the column's name; an empty name: none does. */
export type Mapping<Field extends string> = Readonly<Partial<Record<Field, string>>>;

/** A column of a list and the field it fills. */
export interface ListColumn<Field extends string> {
  readonly name: string;
  readonly field: Field | null;
}

/**
 * A list's columns as a mapping has them that was chosen since the list was read.
 *
 * @param mapping What {@link mapColumn} made, or an empty one.
 */
export function withMapping<Column extends ListColumn<Field>, Field extends string>(
  columns: readonly Column[],
  mapping: Mapping<Field>,
): readonly Column[] {
  const chosen = Object.entries(mapping) as [Field, string][];
  return columns.map((column) => {
    const [field] = chosen.find(([, name]) => name === column.name) ?? [];
    const isOpen = column.field === null || mapping[column.field] === undefined;
    return { ...column, field: field ?? (isOpen ? column.field : null) };
  });
}

/**
 * Changes which field a column fills.
 *
 * Every field is written down, those that no column fills too: the reader would look for them anew and find what somebody
 * didn't want.
 *
 * @param fields All fields that a list can fill.
 * @param needed A field that every list has to have: it is looked for again rather than left out. @default none
 */
export function mapColumn<Field extends string>(
  columns: readonly ListColumn<Field>[],
  fields: readonly Field[],
  column: string,
  field: Field | null,
  needed?: NoInfer<Field>,
): Mapping<Field> {
  const mapping: Partial<Record<Field, string>> = {};
  for (const each of fields) {
    const before = columns.find((candidate) => candidate.field === each && candidate.name !== column)?.name ?? '';
    const name = each === field ? column : before;
    if (name !== '' || each !== needed) mapping[each] = name;
  }
  return mapping;
}
