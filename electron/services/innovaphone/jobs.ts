import {
  CONFIGURATION_TYPES,
  type ConfigurationJob,
  type ConfigurationType,
  type PhoneJob,
  type PhoneJobHead,
  type SoftwareJob,
} from '../../../shared/domain/code.ts';

/** What a job is made for; its number comes from the store. */
export type JobTarget = Omit<PhoneJobHead, 'id'>;

/** The jobs of one phone. */
export interface PhoneJobs {
  /** The latest matching one that has a file for its model. */
  readonly software: SoftwareJob | null;
  /** The latest matching one of every type, in the order of {@link CONFIGURATION_TYPES}. */
  readonly configurations: readonly ConfigurationJob[];
}

/** A model as job files name it: `IP112` becomes `ip112`. */
export function modelKey(model: string): string {
  return model.trim().toLowerCase();
}

/**
 * Makes a software job out of what is current now; what becomes current later doesn't change it.
 *
 * Source: innovaphone wiki, Concept Provisioning (13r1): jobs are stored per domain and category.
 */
export function makeSoftwareJob(target: JobTarget, current: SoftwareJob['files']): Omit<SoftwareJob, 'id'> {
  const files = Object.fromEntries(Object.entries(current).map(([model, file]) => [modelKey(model), { ...file }]));
  return { ...target, kind: 'software', files };
}

/**
 * Makes a configuration job out of what is current now; see {@link makeSoftwareJob}.
 *
 * @param current Commands; texts of several lines are taken apart, blank ones left out.
 */
export function makeConfigurationJob(
  target: JobTarget,
  type: ConfigurationType,
  current: readonly string[],
): Omit<ConfigurationJob, 'id'> {
  const lines = current.flatMap((text) => text.split(/[\r\n]+/)).filter((line) => line.trim() !== '');
  return { ...target, kind: 'configuration', type, lines };
}

/**
 * Says whether a phone that registers can still get a job: a later one for its category, or for every category, replaces it;
 * of a software job only for the models that the later one has too.
 */
export function isCurrent(job: PhoneJob, jobs: readonly PhoneJob[]): boolean {
  const later = jobs.filter(
    ({ id, domain, category }) =>
      id > job.id && domain === job.domain && (category === '' || category === job.category),
  );
  if (job.kind === 'configuration')
    return !later.some((other) => other.kind === 'configuration' && other.type === job.type);
  return Object.keys(job.files).some(
    (model) => !later.some((other) => other.kind === 'software' && Object.hasOwn(other.files, model)),
  );
}

/**
 * Finds what a phone that registers gets: the latest matching software job, and the latest matching configuration of
 * every type. A job without a category is for every category of its domain.
 *
 * @param jobs in any order.
 * @param phone `model` as the phone names itself; empty when it didn't.
 */
export function jobsFor(
  jobs: readonly PhoneJob[],
  phone: { readonly domain: string; readonly category: string; readonly model: string },
): PhoneJobs {
  const newestFirst = jobs
    .filter(({ domain, category }) => domain === phone.domain && (category === '' || category === phone.category))
    .toSorted((one, other) => other.id - one.id);
  const software = newestFirst.find(
    (job): job is SoftwareJob => job.kind === 'software' && Object.hasOwn(job.files, modelKey(phone.model)),
  );
  const configurations = CONFIGURATION_TYPES.flatMap((type) => {
    const job = newestFirst.find(
      (each): each is ConfigurationJob => each.kind === 'configuration' && each.type === type,
    );
    return job === undefined ? [] : [job];
  });
  return { software: software ?? null, configurations };
}
