import { z } from 'zod';
import { call, file, language, name } from './parts.ts';
import { wishFor } from './runs.ts';

/** The calls that write files for people and portals. */
export const exportCalls = {
  /** Writes one row a device; `.csv`, `.xlsx` or `.json`. */
  results: call(
    z.object({ rollout: name, path: z.string(), separator: z.string(), language }),
    z.object({ devices: z.number() }),
  ),
  /** Writes the calls of a run as files for a portal's upload or `curl`: no network, no secret. */
  prepare: call(
    z.object({ ...wishFor, folder: z.string() }),
    z.object({ files: z.array(z.string()), devices: z.number() }),
  ),
  /** The file of `results` as bytes. `separator` is CSV's. */
  resultsFile: call(
    z.object({ rollout: name, format: z.enum(['csv', 'xlsx', 'json']), separator: z.string(), language }),
    file.extend({ devices: z.number() }),
  ),
  /** The files of `prepare` in one ZIP archive. */
  callArchive: call(z.object(wishFor), file.extend({ files: z.number(), devices: z.number() })),
  /** The files of `prepare` as bytes; names may hold one folder, `url-001/calls-1.xml`. */
  callFiles: call(z.object(wishFor), z.object({ files: z.array(file), devices: z.number() })),
} as const;
