import type { z } from 'zod';
import type { FetchedPhone } from '../domain/config-check.ts';
import type { Result } from '../result.ts';
import { about } from './about.ts';
import { accounts } from './accounts.ts';
import { activity, support } from './activity.ts';
import type { ApiFailure } from './api-failure.ts';
import { type CodeConnection, codes } from './codes.ts';
import type { WindowCommand } from './commands.ts';
import { configs } from './configs.ts';
import { devices } from './devices.ts';
import { exportCalls } from './exports.ts';
import { handover } from './handover.ts';
import { innovaphone } from './innovaphone.ts';
import { lists } from './lists.ts';
import { openstage, type PhoneCall } from './openstage.ts';
import { ownership } from './ownership.ts';
import type { ReasonView } from './parts.ts';
import { practice } from './practice.ts';
import { report } from './report.ts';
import { rollouts } from './rollouts.ts';
import { type OutcomeRow, runs } from './runs.ts';
import { scan } from './scan.ts';
import { services } from './services.ts';
import { settings } from './settings.ts';
import { updateServer } from './update-server.ts';
import { type UpdateState, updates } from './updates.ts';
import { vault } from './vault.ts';

export type { AccountRow } from './accounts.ts';
export type { RowProblemView } from './lists.ts';
export type { OutcomeRow, PlanRow, RunSummary } from './runs.ts';
export type { RegisteredRow } from './services.ts';

/**
 * Every call there is between a screen (or the command line) and the core, once.
 *
 * Types of the handlers, of the bridges and of the command line derive from it; a missing handler does not compile.
 * Every argument is parsed before its handler sees it.
 */
export const contract = {
  vault,
  accounts,
  rollouts,
  lists,
  runs,
  devices,
  codes,
  services,
  exports: exportCalls,
  openstage,
  configs,
  practice,
  handover,
  updates,
  settings,
  about,
  activity,
  support,
  report,
  ownership,
  innovaphone,
  scan,
  updateServer,
} as const;

/** See {@link contract}. */
export type Contract = typeof contract;

/** What the core tells without being asked. */
export interface Pushes {
  /** Devices got their outcome; it is durable. */
  readonly outcomes: readonly OutcomeRow[];
  /** How far the plan or the run is. */
  readonly progress: { readonly phase: 'plan' | 'run'; readonly done: number; readonly total: number };
  /** A phone called, or tried to; see `openstage.listen`. */
  readonly phoneCall: PhoneCall;
  /** Phones stand otherwise by the access log that is followed: all of them. */
  readonly logChanged: { readonly phones: readonly FetchedPhone[] };
  /** The pace pauses, and why. */
  readonly wait: { readonly waitMs: number; readonly cause: ReasonView };
  /**
   * Something about a rollout is other than it was: its devices, outcomes, plan or run. At most ten times a second;
   * the last change is always followed by one.
   */
  readonly changed: { readonly rollout: string };
  /** The connection of an account that gives out codes stands otherwise. */
  readonly codeConnection: CodeConnection;
  /** A menu outside the window asks it for something; with `rollout` to open that one. */
  readonly command: { readonly command: WindowCommand } | { readonly rollout: string };
  /** A file was opened with the program: a `.rollcall` file or a list. */
  readonly file: { readonly name: string; readonly base64: string };
  /** Something is other than it was about a newer version of the program. */
  readonly update: UpdateState;
}

type CallOf<Group extends keyof Contract, Name extends keyof Contract[Group]> = Contract[Group][Name] extends {
  argument: infer Argument extends z.ZodType;
  value: infer Value extends z.ZodType;
}
  ? (argument: z.infer<Argument>) => Promise<Result<z.infer<Value>, ApiFailure>>
  : never;

/** The handlers of one group of the contract. */
export type GroupHandlers<Group extends keyof Contract> = {
  readonly [Name in keyof Contract[Group]]: CallOf<Group, Name>;
};

/** All handlers; the same type is what a screen or the command line calls. */
export type Api = { readonly [Group in keyof Contract]: GroupHandlers<Group> };
