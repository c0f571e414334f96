import { createHash } from 'node:crypto';
import { modelKey, type PhoneJobs } from './jobs.ts';
import { buildScript, type ScriptWish } from './script.ts';

/** When firmware may be put on phones. */
export interface UpdateWindow {
  /** Hours of the day in the phone's own time, 0..23; none: any hour. */
  readonly hours: readonly number[];
  /** Minutes after a phone's start in which it is left alone; 0: none. */
  readonly initialMinutes: number;
}

/** The jobs of a phone, and what it said of itself. */
export interface JobsForPhone {
  readonly jobs: PhoneJobs;
  readonly model: string;
  /** The serial of the last script that it ran; empty when it named none. */
  readonly check: string;
}

/** What a script shall do. */
export type ScriptPlan =
  /** Show the form for a code; `upload` is where a phone that isn't known yet shall put what it is. */
  | { readonly kind: 'prompt'; readonly tries: number; readonly upload: string | null }
  /** Bring configuration and firmware. */
  | (JobsForPhone & { readonly kind: 'jobs'; readonly window: UpdateWindow })
  /** Stop asking this computer; `url` is where to ask instead, a URL that `isUpdateUrl` takes, or empty for nowhere. */
  | { readonly kind: 'leave'; readonly url: string }
  /** Do nothing. */
  | { readonly kind: 'nothing' };

const LINE_END = '\r\n';

function serialOf(lines: readonly string[], salt: string): string {
  // A letter in front: it comes back as a parameter, where 12 digits would be taken for a code.
  return `r${createHash('sha256')
    .update([salt, ...lines].join('\n'))
    .digest('hex')
    .slice(0, 11)}`;
}

/** Lines that a phone runs once: it remembers the serial, and passes over them until another comes. */
function once(lines: readonly string[], salt = ''): readonly string[] {
  return lines.length === 0 ? [] : [`mod cmd UP1 check ser ${serialOf(lines, salt)}`, ...lines];
}

function configurationLines({ configurations }: PhoneJobs): readonly string[] {
  const lines = configurations.flatMap((job) => job.lines);
  return lines.length === 0 ? [] : [...lines, 'config write', 'config activate'];
}

function windowLine({ hours, initialMinutes }: UpdateWindow): readonly string[] {
  const allow = hours.length === 0 ? '' : ` /allow ${hours.join(',')}`;
  const initial = initialMinutes === 0 ? '' : ` /initial ${initialMinutes}`;
  return allow === '' && initial === '' ? [] : [`mod cmd UP1 times${allow}${initial}`];
}

/**
 * Writes the update script for a phone: commands, one a line, with the line ends of the vendor's own server.
 *
 * Configuration comes first and at once. Firmware comes when the phone says that it ran that script, within the window:
 * whether a phone that the window stops remembers the serial is not documented, so the two never share a script.
 * Every script but the firmware's is run once; the prompt comes again after each wrong code, and not while somebody types.
 *
 * Source: innovaphone wiki, Services/Update (`check`, `times`, `prot`).
 */
export function writeScript(plan: ScriptPlan): string {
  return linesOf(plan)
    .map((line) => `${line}${LINE_END}`)
    .join('');
}

/** What a phone's script brings: configuration until the phone says that it ran it, then the firmware, if there is any. */
function stepOf({ jobs, model, check }: JobsForPhone) {
  const configuration = once(configurationLines(jobs));
  const isConfigured = configuration.length === 0 || configuration[0] === `mod cmd UP1 check ser ${check}`;
  const file = jobs.software?.files[modelKey(model)];
  return { configuration, isConfigured, file: isConfigured ? file : undefined };
}

/**
 * Tells which jobs stand in the script that {@link writeScript} writes for a phone, and which it has carried out.
 *
 * @param phone `build`: the firmware that an earlier script put there, as the phone names it; empty when it named none.
 * @returns numbers of jobs. `done` is what the phone itself said: the serial of the configuration, the build of the firmware.
 */
export function progressOf(phone: JobsForPhone & { readonly build: string }): {
  readonly given: readonly number[];
  readonly done: readonly number[];
} {
  const { isConfigured, file } = stepOf(phone);
  const { software, configurations } = phone.jobs;
  const configured = configurations.filter(({ lines }) => lines.length > 0).map(({ id }) => id);
  if (!isConfigured) return { given: configured, done: [] };
  if (software === null || file === undefined) return { given: configured, done: configured };
  return { given: [software.id], done: file.build === phone.build ? [...configured, software.id] : configured };
}

function builtLines(wish: ScriptWish): readonly string[] {
  const built = buildScript(wish, false);
  if (!built.ok) throw new Error(`No ${wish.kind} script: ${built.error.problem} ${built.error.part}.`);
  return built.value.lines;
}

function linesOf(plan: ScriptPlan): readonly string[] {
  switch (plan.kind) {
    case 'nothing':
      return ['# nothing to do'];
    case 'prompt': {
      const upload = plan.upload === null ? [] : builtLines({ kind: 'inventory', url: plan.upload });
      return [...upload, ...once(builtLines({ kind: 'prompt' }), `try ${plan.tries}`)];
    }
    case 'leave':
      return once(builtLines({ kind: 'leave', url: plan.url }));
    case 'jobs': {
      const { configuration, file } = stepOf(plan);
      if (file === undefined) return configuration.length === 0 ? ['# nothing to do'] : configuration;
      return [...windowLine(plan.window), `mod cmd UP0 prot ${file.url} ireset ${file.build}`];
    }
  }
}
