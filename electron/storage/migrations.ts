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
  `
  ALTER TABLE devices ADD COLUMN address TEXT NOT NULL DEFAULT '';
  ALTER TABLE devices ADD COLUMN server TEXT NOT NULL DEFAULT '';
  ALTER TABLE devices ADD COLUMN items TEXT NOT NULL DEFAULT '';
  `,
  `
  CREATE TABLE papers (
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    fields TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (rollout_id, kind)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE parked (
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    mac TEXT NOT NULL,
    parked_at TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (rollout_id, mac)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE looks (
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    mac TEXT NOT NULL,
    account TEXT NOT NULL,
    finding TEXT NOT NULL,
    reason TEXT,
    service_words TEXT,
    looked_at TEXT NOT NULL,
    PRIMARY KEY (rollout_id, mac, account)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE scans (
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    mac TEXT NOT NULL,
    scanned_at TEXT NOT NULL,
    PRIMARY KEY (rollout_id, mac)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE rollout_users (
    id INTEGER PRIMARY KEY,
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    user TEXT NOT NULL,
    extension TEXT NOT NULL,
    login TEXT NOT NULL,
    building TEXT NOT NULL,
    floor TEXT NOT NULL,
    room TEXT NOT NULL,
    model TEXT NOT NULL,
    category TEXT NOT NULL,
    mac TEXT NOT NULL,
    note TEXT NOT NULL
  ) STRICT;
  CREATE INDEX rollout_users_by_rollout ON rollout_users (rollout_id);

  CREATE TABLE codes (
    id INTEGER PRIMARY KEY,
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES rollout_users (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    account TEXT NOT NULL,
    directory TEXT NOT NULL,
    domain TEXT NOT NULL,
    category TEXT NOT NULL,
    app TEXT NOT NULL,
    term TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT NOT NULL,
    last_four TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    issued_at INTEGER,
    valid_until INTEGER,
    checked_at INTEGER,
    printed_at INTEGER,
    mac TEXT NOT NULL,
    product TEXT NOT NULL,
    firmware TEXT NOT NULL,
    address TEXT NOT NULL,
    redeemed_at INTEGER,
    registered_at INTEGER,
    reason TEXT,
    aspect TEXT,
    detail TEXT,
    service_words TEXT
  ) STRICT;
  CREATE INDEX codes_by_rollout ON codes (rollout_id);
  CREATE INDEX codes_by_user ON codes (user_id);
  CREATE INDEX codes_by_mac ON codes (mac) WHERE mac <> '';

  CREATE TABLE own_code_jobs (
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL
  ) STRICT;

  CREATE TABLE own_code_contacts (
    mac TEXT PRIMARY KEY,
    contact TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE activity (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    action TEXT NOT NULL,
    result TEXT NOT NULL,
    rollout TEXT NOT NULL,
    account TEXT NOT NULL,
    counts TEXT NOT NULL,
    words TEXT NOT NULL,
    detail TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE openstage_certificate (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key TEXT NOT NULL,
    cert TEXT NOT NULL,
    made_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE openstage_contacts (
    address TEXT PRIMARY KEY,
    tried_at_ms INTEGER NOT NULL,
    was_accepted INTEGER NOT NULL,
    gap_seconds INTEGER,
    method TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE openstage_readings (
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    mac TEXT NOT NULL,
    model TEXT NOT NULL,
    software_type TEXT NOT NULL,
    software_version TEXT NOT NULL,
    number TEXT NOT NULL,
    items TEXT NOT NULL,
    read_at TEXT NOT NULL,
    PRIMARY KEY (rollout_id, mac)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE openstage_writes (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    mac TEXT NOT NULL,
    items TEXT NOT NULL,
    PRIMARY KEY (run_id, mac)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE config_checks (
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    mac TEXT NOT NULL,
    scheme TEXT NOT NULL,
    position INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (rollout_id, mac, scheme, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE config_sites (
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    scheme TEXT NOT NULL,
    account TEXT NOT NULL,
    data TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    PRIMARY KEY (rollout_id, scheme)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE config_fetches (
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    mac TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (rollout_id, mac)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE config_lines (
    id INTEGER PRIMARY KEY,
    rollout_id INTEGER NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    mac TEXT NOT NULL,
    time TEXT NOT NULL,
    address TEXT NOT NULL,
    severity INTEGER,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX config_lines_by_mac ON config_lines (rollout_id, mac);
  `,
  `
  ALTER TABLE rollout_users ADD COLUMN language TEXT NOT NULL DEFAULT '' CHECK (language IN ('', 'de', 'en'));
  `,
  `
  ALTER TABLE own_code_jobs RENAME TO own_code_jobs_before;
  CREATE TABLE own_code_jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job TEXT NOT NULL
  ) STRICT;
  INSERT INTO own_code_jobs (id, job) SELECT id, job FROM own_code_jobs_before;
  DROP TABLE own_code_jobs_before;
  `,
];
