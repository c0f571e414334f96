import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { Entry, OutcomeKind, PlanGroup, RunAction } from '../../shared/domain/outcome.ts';
import type { Reason } from '../../shared/domain/reason.ts';
import { transaction } from './database.ts';

/** How many devices one insert transaction takes, so that a long list never holds the event loop for long. */
const INSERT_SLICE = 5_000;

/** One execution of a plan. */
export interface Run {
  readonly id: number;
  readonly rolloutId: number;
  /** Name of the account it ran with. */
  readonly account: string;
  readonly service: string;
  /** What it did; an undo run's devices each have an action of their own. */
  readonly action: RunAction;
  /** The run it takes back, or `null`. */
  readonly undoOf: number | null;
  readonly state: 'preparing' | 'running' | 'finished';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

/**
 * Where a device stands in a run. Durable before the request that it names leaves.
 *
 * `waiting` (nothing sent that may have an effect) · `removing` (deregister sent) · `removed` (old entry gone, as
 * confirmed) · `registering` · `restoring` (the old entry is being put back) · `ended`
 */
export type Stage = 'waiting' | 'removing' | 'removed' | 'registering' | 'restoring' | 'ended';

/** Why a register was refused, remembered while the old entry is put back. */
export interface Refusal {
  /** `refused`: the service said no; `failed`: no usable answer came. */
  readonly kind: 'refused' | 'failed';
  readonly reason: Reason;
  readonly aspect: string | null;
  readonly detail: Readonly<Record<string, string | number>> | null;
  readonly words: string;
}

/** An {@link Entry} whose `url` is stored text. */
export type StoredEntry = Entry;

/** A device of a run as it is stored. All URLs are stored text (`Vault.protectUrl`). */
export interface RunDevice {
  readonly position: number;
  readonly mac: MacAddress;
  readonly checkCode: string;
  readonly action: RunAction;
  readonly group: PlanGroup;
  readonly target: { readonly url: string; readonly name: string };
  /** What was there before, as the plan read it; `null`: nothing was registered. */
  readonly before: StoredEntry | null;
  readonly stage: Stage;
  /** Write calls sent for it so far. */
  readonly sends: number;
  /** Whether this run has taken the old entry away and not yet put anything in its place. */
  readonly isRemoved: boolean;
  readonly refusal: Refusal | null;
  readonly outcome: StoredOutcome | null;
}

/** An outcome as it is stored; `now.url` is stored text. */
export interface StoredOutcome {
  readonly kind: OutcomeKind;
  readonly reason: Reason | null;
  readonly aspect: string | null;
  readonly detail: Readonly<Record<string, string | number>> | null;
  readonly serviceWords: string | null;
  readonly now: StoredEntry | null;
  /** ISO 8601, UTC. */
  readonly endedAt: string;
}

/** What changed for one device of a run. */
export interface RunDeviceChange {
  readonly position: number;
  readonly stage: Stage;
  readonly sends: number;
  readonly isRemoved: boolean;
  readonly refusal: Refusal | null;
  readonly outcome: StoredOutcome | null;
}

/** The latest word on a device: its outcome in the latest run that brought one. */
export interface LatestOutcome extends RunDevice {
  readonly runId: number;
  readonly account: string;
  readonly outcome: StoredOutcome;
}

/** How one device of a run ended, in short. */
export interface DeviceEnd {
  readonly position: number;
  readonly mac: string;
  readonly outcome: OutcomeKind;
  readonly reason: Reason | null;
  /** ISO 8601, UTC. */
  readonly endedAt: string;
}

interface Row {
  readonly run_id: number;
  readonly position: number;
  readonly mac: string;
  readonly check_code: string;
  readonly action: string;
  readonly plan_group: string;
  readonly target_url: string;
  readonly target_name: string;
  readonly was_registered: number;
  readonly before_url: string | null;
  readonly before_name: string | null;
  readonly before_date: string | null;
  readonly before_company: string | null;
  readonly stage: string;
  readonly sends: number;
  readonly removed: number;
  readonly refusal: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly aspect: string | null;
  readonly detail: string | null;
  readonly service_words: string | null;
  readonly is_registered: number;
  readonly now_url: string | null;
  readonly now_name: string | null;
  readonly now_date: string | null;
  readonly now_company: string | null;
  readonly ended_at: string | null;
  readonly account?: string;
}

const RUN_COLUMNS = `id, rollout_id AS rolloutId, account, service, action, undo_of AS undoOf, state,
  started_at AS startedAt, finished_at AS finishedAt`;

const INSERT = `
  INSERT INTO run_devices (run_id, position, mac, check_code, action, plan_group, target_url, target_name,
    was_registered, before_url, before_name, before_date, before_company, stage, outcome, reason, aspect, detail,
    service_words, is_registered, now_url, now_name, now_date, now_company, ended_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const UPDATE_STAGE =
  'UPDATE run_devices SET stage = ?, sends = ?, removed = ?, refusal = ? WHERE run_id = ? AND position = ?';

const UPDATE_OUTCOME = `
  UPDATE run_devices SET stage = ?, sends = ?, removed = ?, refusal = ?, outcome = ?, reason = ?, aspect = ?, detail = ?,
    service_words = ?, is_registered = ?, now_url = ?, now_name = ?, now_date = ?, now_company = ?, ended_at = ?
  WHERE run_id = ? AND position = ?`;

const LATEST = `
  SELECT run_devices.*, runs.account FROM runs JOIN run_devices ON run_id = runs.id
  WHERE rollout_id = ?1 AND outcome IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM run_devices AS later JOIN runs AS later_runs ON later.run_id = later_runs.id
    WHERE later.mac = run_devices.mac AND later.run_id > run_devices.run_id
      AND later_runs.rollout_id = ?1 AND later.outcome IS NOT NULL
  )`;

function outcomeValues(outcome: StoredOutcome | null): SQLInputValue[] {
  if (outcome === null) return [null, null, null, null, null, 0, null, null, null, null, null];
  const { now } = outcome;
  return [
    outcome.kind,
    outcome.reason,
    outcome.aspect,
    outcome.detail === null ? null : JSON.stringify(outcome.detail),
    outcome.serviceWords,
    now === null ? 0 : 1,
    now?.url ?? null,
    now?.name ?? null,
    now?.date ?? null,
    now?.company ?? null,
    outcome.endedAt,
  ];
}

function toRunDevice(row: Row): RunDevice {
  return {
    position: row.position,
    mac: row.mac as MacAddress,
    checkCode: row.check_code,
    action: row.action as RunAction,
    group: row.plan_group as PlanGroup,
    target: { url: row.target_url, name: row.target_name },
    before:
      row.was_registered === 0
        ? null
        : { url: row.before_url, name: row.before_name, date: row.before_date, company: row.before_company },
    stage: row.stage as Stage,
    sends: row.sends,
    isRemoved: row.removed === 1,
    refusal: row.refusal === null ? null : (JSON.parse(row.refusal) as Refusal),
    outcome:
      row.outcome === null
        ? null
        : {
            kind: row.outcome as OutcomeKind,
            reason: row.reason as Reason | null,
            aspect: row.aspect,
            detail: row.detail === null ? null : (JSON.parse(row.detail) as Record<string, string | number>),
            serviceWords: row.service_words,
            now:
              row.is_registered === 0
                ? null
                : { url: row.now_url, name: row.now_name, date: row.now_date, company: row.now_company },
            endedAt: row.ended_at ?? '',
          },
  };
}

/** The tables of runs and their devices. Every change is durable when its method returns. */
export class RunTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * Stores a run with all its devices and makes it `running`.
   *
   * Takes a long list in slices, yielding between them; a crash in between leaves a run in `preparing`, which
   * {@link RunTable.dropUnprepared} removes: none of it was sent.
   */
  async add(
    run: { rolloutId: number; account: string; service: string; action: RunAction; undoOf: number | null },
    devices: readonly Omit<RunDevice, 'sends' | 'isRemoved' | 'refusal'>[],
  ): Promise<number> {
    const added = this.#database
      .prepare(
        `INSERT INTO runs (rollout_id, account, service, action, undo_of, state, started_at)
         VALUES (?, ?, ?, ?, ?, 'preparing', ?)`,
      )
      .run(run.rolloutId, run.account, run.service, run.action, run.undoOf, new Date().toISOString());
    const id = Number(added.lastInsertRowid);
    const insert = this.#database.prepare(INSERT);
    for (let start = 0; start < devices.length; start += INSERT_SLICE) {
      transaction(this.#database, () => {
        for (const device of devices.slice(start, start + INSERT_SLICE)) {
          insert.run(
            id,
            device.position,
            device.mac,
            device.checkCode,
            device.action,
            device.group,
            device.target.url,
            device.target.name,
            device.before === null ? 0 : 1,
            device.before?.url ?? null,
            device.before?.name ?? null,
            device.before?.date ?? null,
            device.before?.company ?? null,
            device.stage,
            ...outcomeValues(device.outcome),
          );
        }
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#database.prepare(`UPDATE runs SET state = 'running' WHERE id = ?`).run(id);
    return id;
  }

  /** Removes what a crash left of runs that were never begun. */
  dropUnprepared(): void {
    this.#database.prepare(`DELETE FROM runs WHERE state = 'preparing'`).run();
  }

  /** Stores what changed for several devices, in one transaction. */
  update(runId: number, changes: readonly RunDeviceChange[]): void {
    const stage = this.#database.prepare(UPDATE_STAGE);
    const outcome = this.#database.prepare(UPDATE_OUTCOME);
    transaction(this.#database, () => {
      for (const change of changes) {
        const refusal = change.refusal === null ? null : JSON.stringify(change.refusal);
        const removed = change.isRemoved ? 1 : 0;
        if (change.outcome === null) stage.run(change.stage, change.sends, removed, refusal, runId, change.position);
        else {
          outcome.run(
            change.stage,
            change.sends,
            removed,
            refusal,
            ...outcomeValues(change.outcome),
            runId,
            change.position,
          );
        }
      }
    });
  }

  /** Marks a run as finished: each of its devices has an outcome. */
  finish(runId: number): void {
    this.#database
      .prepare(`UPDATE runs SET state = 'finished', finished_at = ? WHERE id = ?`)
      .run(new Date().toISOString(), runId);
  }

  /** One run. */
  find(runId: number): Run | null {
    const row = this.#database.prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE id = ?`).get(runId);
    return row === undefined ? null : (row as unknown as Run);
  }

  /** A rollout's runs, the latest first. */
  list(rolloutId: number): readonly Run[] {
    return this.#database
      .prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE rollout_id = ? AND state <> 'preparing' ORDER BY id DESC`)
      .all(rolloutId) as unknown as Run[];
  }

  /** The rollout's run that was begun and not ended, if any. */
  findUnfinished(rolloutId: number): Run | null {
    return this.list(rolloutId).find((run) => run.state === 'running') ?? null;
  }

  /** A run's devices, in the plan's order. */
  devices(runId: number): readonly RunDevice[] {
    const rows = this.#database
      .prepare('SELECT * FROM run_devices WHERE run_id = ? ORDER BY position')
      .all(runId) as unknown as Row[];
    return rows.map(toRunDevice);
  }

  /**
   * How long a device took in the latest runs of an account that sent something, in seconds; `null` without any.
   *
   * The quickest of the last five counts: a run that was interrupted lasted until it was resumed.
   */
  secondsPerDevice(account: string, action: RunAction): number | null {
    const row = this.#database
      .prepare(
        `SELECT min(pace) AS pace FROM (
           SELECT (julianday(finished_at) - julianday(started_at)) * 86400 / count(*) AS pace
           FROM runs JOIN run_devices ON run_id = runs.id
           WHERE account = ? AND runs.action = ? AND state = 'finished' AND sends > 0
           GROUP BY runs.id ORDER BY runs.id DESC LIMIT 5
         )`,
      )
      .get(account, action) as { pace: number | null };
    return row.pace;
  }

  /** Whether a run may have changed anything: something was sent for a device, and it wasn't refused as a whole. */
  mayHaveChanged(runId: number): boolean {
    const row = this.#database
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM run_devices WHERE run_id = ?
           AND (outcome IN ('done', 'unknown') OR reason = 'left-unregistered')) AS n`,
      )
      .get(runId) as { n: number };
    return row.n > 0;
  }

  /** How many devices of a run ended with each outcome; those without one under `open`. */
  counts(runId: number): Readonly<Partial<Record<OutcomeKind | 'open', number>>> {
    const rows = this.#database
      .prepare(`SELECT coalesce(outcome, 'open') AS kind, count(*) AS n FROM run_devices WHERE run_id = ? GROUP BY 1`)
      .all(runId) as unknown as { kind: OutcomeKind | 'open'; n: number }[];
    return Object.fromEntries(rows.map((row) => [row.kind, row.n]));
  }

  /** The latest outcome of each device of a rollout, by MAC; the runs before cost no memory. */
  latestOutcomes(rolloutId: number): ReadonlyMap<string, LatestOutcome> {
    const rows = this.#database.prepare(LATEST).iterate(rolloutId) as unknown as Iterable<Row>;
    const outcomes = new Map<string, LatestOutcome>();
    for (const row of rows) outcomes.set(row.mac, toLatest(row));
    return outcomes;
  }

  /** The latest outcome of each of some devices of a rollout, by MAC; cheap for a few hundred of them. */
  latestOutcomesOf(rolloutId: number, macs: readonly MacAddress[]): ReadonlyMap<string, LatestOutcome> {
    const latest = this.#database.prepare(
      `SELECT run_devices.*, runs.account FROM run_devices JOIN runs ON run_id = runs.id
       WHERE mac = ? AND rollout_id = ? AND outcome IS NOT NULL ORDER BY runs.id DESC LIMIT 1`,
    );
    const found = new Map<string, LatestOutcome>();
    for (const mac of macs) {
      const row = latest.get(mac, rolloutId);
      if (row !== undefined) found.set(mac, toLatest(row as unknown as Row));
    }
    return found;
  }

  /** What a run's devices ended with, in its order: some of those after a position, from the first with -1. */
  endsAfter(runId: number, position: number, limit: number): readonly DeviceEnd[] {
    return this.#database
      .prepare(
        `SELECT position, mac, outcome, reason, ended_at AS endedAt FROM run_devices
         WHERE run_id = ? AND position > ? AND outcome IS NOT NULL ORDER BY position LIMIT ?`,
      )
      .all(runId, position, limit) as unknown as DeviceEnd[];
  }

  /** Where some devices stand in a run, by MAC: those that have no outcome there yet. */
  openStages(runId: number, macs: readonly MacAddress[]): ReadonlyMap<string, Exclude<Stage, 'ended'>> {
    const stage = this.#database.prepare(
      'SELECT stage FROM run_devices WHERE mac = ? AND run_id = ? AND outcome IS NULL',
    );
    const found = new Map<string, Exclude<Stage, 'ended'>>();
    for (const mac of macs) {
      const row = stage.get(mac, runId);
      if (row !== undefined) found.set(mac, row.stage as Exclude<Stage, 'ended'>);
    }
    return found;
  }

  /** Everything a rollout's runs did with one device, the latest first. */
  story(rolloutId: number, mac: MacAddress): readonly (RunDevice & { readonly run: Run })[] {
    const runs = new Map(this.list(rolloutId).map((run) => [run.id, run]));
    const rows = this.#database
      .prepare('SELECT * FROM run_devices WHERE mac = ? ORDER BY run_id DESC')
      .all(mac) as unknown as Row[];
    return rows.flatMap((row) => {
      const run = runs.get(row.run_id);
      return run === undefined ? [] : [{ ...toRunDevice(row), run }];
    });
  }

  /** Every outcome a MAC ever had, in all rollouts, the latest first. */
  history(mac: MacAddress): readonly (LatestOutcome & { readonly rolloutId: number })[] {
    const rows = this.#database
      .prepare(
        `SELECT run_devices.*, runs.account, runs.rollout_id FROM run_devices JOIN runs ON run_id = runs.id
         WHERE mac = ? AND outcome IS NOT NULL ORDER BY runs.id DESC`,
      )
      .all(mac) as unknown as (Row & { rollout_id: number })[];
    return rows.map((row) => ({ ...toLatest(row), rolloutId: row.rollout_id }));
  }
}

function toLatest(row: Row): LatestOutcome {
  const device = toRunDevice(row);
  if (device.outcome === null) throw new Error('A row without an outcome was taken for one with.');
  return { ...device, outcome: device.outcome, runId: row.run_id, account: row.account ?? '' };
}
