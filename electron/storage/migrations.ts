/**
 * The schema's history: entry n brings a database from version n to n + 1 (`PRAGMA user_version`).
 *
 * An entry that has been released is never edited; a change is a new entry.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    url TEXT NOT NULL,
    user TEXT NOT NULL,
    ca TEXT NOT NULL DEFAULT '',
    pin TEXT NOT NULL DEFAULT '',
    proxy TEXT NOT NULL DEFAULT '',
    concurrency INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE rollouts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE devices (
    id INTEGER PRIMARY KEY,
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    mac TEXT NOT NULL,
    check_code TEXT NOT NULL,
    serial TEXT NOT NULL,
    pin TEXT NOT NULL,
    vendor TEXT NOT NULL,
    model TEXT NOT NULL,
    user TEXT NOT NULL,
    extension TEXT NOT NULL,
    room TEXT NOT NULL,
    note TEXT NOT NULL,
    url TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX devices_by_rollout ON devices (rollout_id, mac);

  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    account TEXT NOT NULL,
    service TEXT NOT NULL,
    action TEXT NOT NULL,
    undo_of INTEGER REFERENCES runs (id),
    state TEXT NOT NULL CHECK (state IN ('preparing', 'running', 'finished')),
    started_at TEXT NOT NULL,
    finished_at TEXT
  ) STRICT;
  CREATE INDEX runs_by_rollout ON runs (rollout_id);

  CREATE TABLE run_devices (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    mac TEXT NOT NULL,
    check_code TEXT NOT NULL,
    action TEXT NOT NULL,
    plan_group TEXT NOT NULL,
    target_url TEXT NOT NULL,
    target_name TEXT NOT NULL,
    was_registered INTEGER NOT NULL,
    before_url TEXT,
    before_name TEXT,
    before_date TEXT,
    before_company TEXT,
    stage TEXT NOT NULL,
    sends INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    refusal TEXT,
    outcome TEXT,
    reason TEXT,
    aspect TEXT,
    detail TEXT,
    service_words TEXT,
    is_registered INTEGER NOT NULL DEFAULT 0,
    now_url TEXT,
    now_name TEXT,
    now_date TEXT,
    now_company TEXT,
    ended_at TEXT,
    PRIMARY KEY (run_id, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX run_devices_by_mac ON run_devices (mac);
  `,
];
