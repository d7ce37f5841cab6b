-- What was moved. Times are milliseconds since 1970 UTC; readings are lines of name=value; outcome is empty while it is
-- not judged. life tells which life of which server wrote the row,
-- seq the how manieth of that life it was.
CREATE TABLE tuning_adjustment (
  id ${identity},
  life TEXT NOT NULL,
  seq BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  tunable TEXT NOT NULL,
  value_from INTEGER NOT NULL,
  value_to INTEGER NOT NULL,
  rule TEXT NOT NULL,
  reason TEXT NOT NULL,
  readings TEXT NOT NULL,
  dry_run INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  outcome_readings TEXT NOT NULL,
  judged_at BIGINT NOT NULL
);

CREATE INDEX tuning_adjustment_tunable ON tuning_adjustment (tunable, id);

CREATE UNIQUE INDEX tuning_adjustment_life ON tuning_adjustment (life, seq);

-- What persons have said: the mode under an empty name, values under the names of tunables.
CREATE TABLE tuning_setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
