import type { PracticeCertificate } from './practice-tls.ts';

/** A fault that a practice program knows, as `--fault NAME=VALUE` names it. */
export interface PracticeProgramFault {
  /** Lower-case words with dashes. */
  readonly name: string;
  /** What its value may be, for the help, for instance `SHARE (0..1)`; empty when it takes none. */
  readonly values: string;
  /** The value when none is given; `null` when one must be given. */
  readonly default: string | null;
  readonly meaning: { readonly en: string; readonly de: string };
  /** Tells whether a value can be used. */
  readonly accepts: (value: string) => boolean;
}

/** A fault that is switched on: one of {@link PracticeProgram.faults} with a value that it accepts. */
export interface PracticeProgramSetting {
  readonly name: string;
  readonly value: string;
}

/** How a practice program is started. */
export interface PracticeProgramOptions {
  /** Port of its main listener on 127.0.0.1, 0 for any free one; listeners beside it take any free port. */
  readonly port: number;
  /** With one its main listener speaks TLS where the real service may do either; `null` without `--tls`. */
  readonly certificate: PracticeCertificate | null;
  /** How many practice phones there shall be, 0..1000. */
  readonly phones: number;
  readonly faults: readonly PracticeProgramSetting[];
}

/** A practice program that runs. */
export interface RunningPracticeProgram {
  /** What an account needs, and whatever else helps to use it (addresses of phones, further listeners): plain JSON. */
  readonly address: {
    readonly url: string;
    readonly user: string;
    readonly password: string;
    readonly [extra: string]: unknown;
  };
  /** Switches on these faults and all others off. */
  setFaults(faults: readonly PracticeProgramSetting[]): void;
  /** Breaks all connections and frees the ports. Safe to repeat. */
  close(): Promise<void>;
}

/**
 * A practice service that isn't XML-RPC: it brings servers, phones and faults of its own.
 *
 * Its main listener serves what every practice service serves beside its own paths, for programs on this computer:
 * `GET /practice/log`, `GET /practice/state` and `POST /practice/faults`.
 */
export interface PracticeProgram {
  readonly id: string;
  readonly faults: readonly PracticeProgramFault[];
  /** Starts it on 127.0.0.1; `null` when the port can't be had, nothing runs then. */
  start(options: PracticeProgramOptions): Promise<RunningPracticeProgram | null>;
}
