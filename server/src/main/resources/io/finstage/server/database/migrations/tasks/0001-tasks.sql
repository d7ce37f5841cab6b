-- Tasks. Times are milliseconds since 1970 UTC. ord is run_at plus what the priority yields: lower goes first. token
-- rises with every attempt and every taking back; rev with every change. node is the life of a node that runs it.
CREATE TABLE task (
  id ${id},
  kind TEXT NOT NULL,
  queue TEXT NOT NULL,
  state TEXT NOT NULL,
  priority INTEGER NOT NULL,
  ord BIGINT NOT NULL,
  attempt INTEGER NOT NULL,
  attempts_max INTEGER NOT NULL,
  rescues INTEGER NOT NULL,
  token BIGINT NOT NULL,
  rev BIGINT NOT NULL,
  progress DOUBLE PRECISION NOT NULL,
  note TEXT NOT NULL,
  error TEXT NOT NULL,
  owner TEXT NOT NULL,
  node BIGINT,
  cancel INTEGER NOT NULL,
  timeout_millis BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  run_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  request_id TEXT,
  labels TEXT NOT NULL,
  result_bytes BIGINT NOT NULL,
  payload BYTEA NOT NULL,
  result BYTEA
);

-- Each holds only the rows of its state, and so stays small whatever is kept.
CREATE INDEX task_ready ON task (kind, ord) WHERE state = 'READY';

CREATE INDEX task_scheduled ON task (run_at) WHERE state = 'SCHEDULED';

CREATE INDEX task_running ON task (node) WHERE state = 'RUNNING';

CREATE INDEX task_ended ON task (state, ended_at) WHERE ended_at IS NOT NULL;

CREATE UNIQUE INDEX task_request ON task (request_id) WHERE request_id IS NOT NULL;

-- What tasks are found by; task.labels is what is shown.
CREATE TABLE task_label (
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  task BIGINT NOT NULL,
  PRIMARY KEY (name, value, task)
) ${clustered};

CREATE INDEX task_label_task ON task_label (task);

-- Nodes that live, each life with a number of its own; seen_at by the clock of the database.
CREATE TABLE task_node (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  seen_at BIGINT NOT NULL
);

-- What submits tasks again and again; period_millis is 0 where cron says when.
CREATE TABLE task_schedule (
  name TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  queue TEXT NOT NULL,
  payload BYTEA NOT NULL,
  priority INTEGER NOT NULL,
  attempts_max INTEGER NOT NULL,
  timeout_millis BIGINT NOT NULL,
  labels TEXT NOT NULL,
  cron TEXT NOT NULL,
  zone TEXT NOT NULL,
  period_millis BIGINT NOT NULL,
  next_at BIGINT NOT NULL
);

-- Where ids come from.
${counter task_ids};
