import { isDeepStrictEqual } from 'node:util';
import { inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { JobRow } from '../../shared/contract/update-server.ts';
import type { ConfigurationJob, PhoneContact, PhoneJob, SoftwareJob } from '../../shared/domain/code.ts';
import { failure, success } from '../../shared/result.ts';
import {
  isCurrent,
  type JobTarget,
  makeConfigurationJob,
  makeSoftwareJob,
  modelKey,
} from '../services/innovaphone/jobs.ts';
import { isUpdateUrl } from '../services/innovaphone/url.ts';
import type { Rollout } from '../storage/rollouts.ts';
import { showUrl, type Vault } from '../storage/vault.ts';
import { type ApiContext, requireRollout, vaultFailure } from './environment.ts';
import { sealCommands } from './job-secrets.ts';

type JobHandlers = Pick<
  GroupHandlers<'updateServer'>,
  'jobs' | 'job' | 'makeSoftwareJob' | 'makeConfigurationJob' | 'removeJob'
>;
type Made = Omit<SoftwareJob, 'id'> | Omit<ConfigurationJob, 'id'>;

/** As many phones as one answer names. */
const PHONES_TOLD = 1000;
/** What no script holds: control characters, and what begins a page or a document instead of a command. */
const NO_SCRIPT = /[^\P{Cc}\t\r\n]|^\s*[<{]/mu;

/** For whom a job is: own codes are issued with their rollout's name as the domain. */
function targetOf(rollout: Rollout, category: string): JobTarget {
  return { domain: rollout.name, category, madeAtMs: Date.now() };
}

function toRow(job: PhoneJob, jobs: readonly PhoneJob[], contacts: readonly PhoneContact[]): JobRow {
  const onPhones = contacts.flatMap((contact) => contact.jobs[job.id] ?? []);
  return {
    id: job.id,
    made: new Date(job.madeAtMs).toISOString(),
    category: job.category,
    type: job.kind === 'software' ? null : job.type,
    models: job.kind === 'software' ? Object.keys(job.files) : [],
    commands: job.kind === 'software' ? 0 : job.lines.length,
    isCurrent: isCurrent(job, jobs),
    given: onPhones.length,
    done: onPhones.filter(({ doneAtMs }) => doneAtMs !== null).length,
  };
}

/** What a job holds, commands as they were given: two are the same where this is. A sealed one that can't be read is `null`. */
function contentOf(job: PhoneJob | Made, vault: Vault): unknown {
  const { domain, category, kind } = job;
  if (job.kind === 'software') return { domain, category, kind, files: job.files };
  const lines = job.lines.map((line) => {
    const plain = vault.revealUrl(line);
    return plain.ok ? plain.value : null;
  });
  return { domain, category, kind, type: job.type, lines };
}

function uniqueTexts(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text) => text !== ''))].sort();
}

/**
 * The handlers of the contract's group `updateServer` that are about jobs.
 *
 * @param contactsNow The inventory as it stands now.
 */
export function createJobHandlers(
  { store, unlock }: ApiContext,
  contactsNow: () => readonly PhoneContact[],
): JobHandlers {
  const jobsOf = ({ name }: Rollout): readonly PhoneJob[] =>
    store.ownCodes.listJobs().filter(({ domain }) => domain === name);

  /** The number of the job that phones get already and that holds the same. */
  function findSame(rollout: Rollout, made: Made): number | null {
    const jobs = jobsOf(rollout);
    const wanted = contentOf(made, store.vault);
    const same = jobs.find((job) => isCurrent(job, jobs) && isDeepStrictEqual(contentOf(job, store.vault), wanted));
    return same?.id ?? null;
  }

  function keep(rollout: Rollout, made: Made, sealed: Made = made): { id: number; isNew: boolean } {
    const same = findSame(rollout, made);
    return same === null ? { id: store.ownCodes.addJob(sealed), isNew: true } : { id: same, isNew: false };
  }

  return {
    jobs: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const jobs = jobsOf(rollout.value);
      const contacts = contactsNow();
      const users = store.codes.users(rollout.value.id);
      const codes = store.codes.codes(rollout.value.id);
      return success({
        rows: jobs.toReversed().map((job) => toRow(job, jobs, contacts)),
        categories: uniqueTexts([...users, ...codes, ...jobs].map(({ category }) => category)),
        models: uniqueTexts([...users, ...contacts].map(({ model }) => model.trim().toUpperCase())),
      });
    },
    job: async ({ rollout: name, id }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const jobs = jobsOf(rollout.value);
      const job = jobs.find((each) => each.id === id);
      if (job === undefined) return failure(inputFailure('input.no-job', { rollout: name, job: id }));
      const contacts = contactsNow();
      const phones = contacts
        .flatMap(({ mac, model, jobs: got }) => (got[id] === undefined ? [] : [{ mac, model, ...got[id] }]))
        .sort((one, other) => other.givenAtMs - one.givenAtMs)
        .slice(0, PHONES_TOLD);
      return success({
        job: toRow(job, jobs, contacts),
        files:
          job.kind === 'software'
            ? Object.entries(job.files).map(([model, { url, build }]) => ({ model, url, build }))
            : [],
        commands: job.kind === 'software' ? [] : job.lines.map(showUrl),
        phones: phones.map(({ mac, model, givenAtMs, doneAtMs }) => ({
          mac,
          model,
          given: new Date(givenAtMs).toISOString(),
          done: doneAtMs === null ? null : new Date(doneAtMs).toISOString(),
        })),
      });
    },
    makeSoftwareJob: async ({ rollout: name, category, files }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      if (!files.every(({ url }) => isUpdateUrl(url))) return failure(inputFailure('input.bad-url'));
      const models = files.map(({ model }) => modelKey(model));
      const twice = models.find((model, at) => models.indexOf(model) < at);
      if (twice !== undefined) return failure(inputFailure('input.model-twice', { model: twice.toUpperCase() }));
      const current = Object.fromEntries(files.map(({ model, url, build }) => [model, { url, build }]));
      return success(keep(rollout.value, makeSoftwareJob(targetOf(rollout.value, category), current)));
    },
    makeConfigurationJob: async ({ rollout: name, category, type, commands }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      if (NO_SCRIPT.test(commands)) return failure(inputFailure('input.bad-commands'));
      const job = makeConfigurationJob(targetOf(rollout.value, category), type, [commands]);
      if (job.lines.length === 0) return failure(inputFailure('input.no-commands'));
      const isOpen = sealCommands(store.vault, job.lines).ok || (await unlock());
      const lines = isOpen ? sealCommands(store.vault, job.lines) : failure('locked' as const);
      if (!lines.ok) return failure(vaultFailure(lines.error));
      return success(keep(rollout.value, job, { ...job, lines: lines.value }));
    },
    removeJob: async ({ rollout: name, id }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      if (jobsOf(rollout.value).some((job) => job.id === id)) store.ownCodes.removeJob(id);
      return success({});
    },
  };
}
