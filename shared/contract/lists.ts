import { z } from 'zod';
import { DEVICE_FIELDS } from '../domain/device.ts';
import { ROW_REASONS, ROW_WARNINGS } from '../domain/problem.ts';
import { call, counts, detail, deviceFields, language, macs, mapping, name } from './parts.ts';

/** How many of a list's first rows a preview shows. */
export const PREVIEW_ROWS = 20;
/** How many problem rows an answer to a window holds at most; the rest are counted. */
export const SHOWN_PROBLEMS = 200;
/** The most characters of base64 that 50 MiB make: larger lists are refused by the reader. */
const SOURCE_LENGTH = 72_000_000;

const rowProblem = z.object({
  row: z.number(),
  column: z.string(),
  value: z.string(),
  reason: z.enum(ROW_REASONS),
  detail,
});

/** A row of a list that did not become a device, as anybody may see it. */
export type RowProblemView = z.infer<typeof rowProblem>;

const previewProblem = rowProblem.extend({
  /** The field that the column fills, where it fills one: what a fix names. */
  field: z.enum(DEVICE_FIELDS).nullable(),
  /** What is probably meant, as a fix of that field; `null` where nobody can know. */
  suggestion: z.string().nullable(),
});

/** A {@link RowProblemView} with what may mend it. */
export type PreviewProblem = z.infer<typeof previewProblem>;

const previewRow = z.object({
  row: z.number(),
  ...deviceFields,
  warnings: z.array(z.enum(ROW_WARNINGS)),
});

/** A row that becomes a device. */
export type PreviewRow = z.infer<typeof previewRow>;

/** A list that a window read or that was pasted: bytes as base64. */
const source = z.object({ name: z.string().max(300), base64: z.string().max(SOURCE_LENGTH) });

/** What to read in place of a cell: row as a spreadsheet counts it, field, text. */
const fixes = z
  .array(z.object({ row: z.number().int().min(1), field: z.enum(DEVICE_FIELDS), value: z.string().max(4_000) }))
  .max(10_000)
  .optional();

const reading = {
  source,
  mapping,
  /** Of a workbook; empty: the first one. */
  sheet: z.string().max(300),
  fixes,
};

/** The calls about lists. */
export const lists = {
  /** Reads a list into a rollout. Doing it again changes only what the file changed. */
  import: call(
    z.object({
      rollout: name,
      path: z.string(),
      mapping,
      sheet: z.string(),
      /** Where to write the problem rows; empty: nowhere. */
      problemsPath: z.string(),
      language,
    }),
    z.object({
      rows: z.number(),
      devices: z.number(),
      added: z.number(),
      updated: z.number(),
      problems: z.array(rowProblem),
      warnings: counts,
      unusedColumns: z.array(z.string()),
    }),
  ),
  /** Reads only the MACs of a list; rows without one are counted. Changes nothing. */
  macs: call(z.object({ path: z.string() }), z.object({ macs, problems: z.number() })),
  /** Reads a list as `importSource` would, and changes nothing. */
  preview: call(
    z.object({
      /** Into which it would go, where that is known: masked URLs are compared with what it holds. */
      rollout: name.optional(),
      ...reading,
    }),
    z.object({
      head: z.object({
        format: z.enum(['csv', 'xlsx', 'text', 'ap-client', 'call-file']),
        encoding: z.string(),
        separator: z.string(),
        header: z.array(z.string()).nullable(),
        columns: z.array(
          z.object({
            name: z.string(),
            field: z.enum(DEVICE_FIELDS).nullable(),
            /** The item that an `item:NAME` column gives. */
            item: z.string().optional(),
          }),
        ),
        sheets: z.array(z.string()),
        /** The sheet that was read; empty: there is none. */
        sheet: z.string(),
      }),
      /** `rows` is always `devices` plus `problems`. */
      counts: z.object({
        rows: z.number(),
        devices: z.number(),
        problems: z.number(),
        blankLines: z.number(),
        repeatedHeaders: z.number(),
      }),
      /** Problem rows by reason. */
      reasons: counts,
      warnings: counts,
      /** The first rows that become devices, {@link PREVIEW_ROWS} at most. */
      first: z.array(previewRow),
      /** The first problem rows, {@link SHOWN_PROBLEMS} at most. */
      problems: z.array(previewProblem),
      /** Whether the mapping is one that was remembered for a list with this header. */
      isRemembered: z.boolean(),
      /** Whether URLs hold passwords while the vault is not open: open it, and read again. */
      needsPassphrase: z.boolean(),
    }),
  ),
  /** Reads a list into a rollout: as `import`, with bytes in place of a path. Remembers the mapping for its header. */
  importSource: call(
    z.object({ rollout: name, ...reading, language }),
    z.object({
      rows: z.number(),
      devices: z.number(),
      added: z.number(),
      updated: z.number(),
      /** How many rows did not become devices. */
      problemRows: z.number(),
      /** The first of them, {@link SHOWN_PROBLEMS} at most. */
      problems: z.array(previewProblem),
      warnings: counts,
      unusedColumns: z.array(z.string()),
      /** CSV with all problem rows, to be mended and imported again, as base64; `null` without any. */
      problemsFile: z.string().nullable(),
    }),
  ),
} as const;
