import { z } from 'zod';
import { call, file, language, name, nothing } from './parts.ts';

/** What a person types for the hand-over report of a rollout. */
export const reportFields = z.object({
  site: z.string().max(300),
  /** Several lines. */
  address: z.string().max(1_000),
  customer: z.string().max(300),
  technician: z.string().max(300),
  /** Several lines. */
  remarks: z.string().max(4_000),
});

/** See {@link reportFields}. */
export type ReportFields = z.infer<typeof reportFields>;

/** The calls about the hand-over report. */
export const report = {
  /** What was typed for this rollout; the technician of the latest other one where nothing was. */
  fields: call(z.object({ rollout: name }), reportFields),
  /** Keeps what was typed. */
  keep: call(z.object({ rollout: name, fields: reportFields }), nothing),
  /** The report as a file. Without a browser that prints, `pdf` fails with `pdf-not-made` and `html` still works. */
  file: call(
    z.object({ rollout: name, format: z.enum(['pdf', 'html']), language }),
    file.extend({ devices: z.number() }),
  ),
  /** Writes the report to a path: `.pdf` or `.html`, or the results as `.csv`, `.xlsx` or `.json`. */
  write: call(
    z.object({ rollout: name, path: z.string(), separator: z.string(), language }),
    z.object({ devices: z.number() }),
  ),
} as const;
