-- Rules are of all servers that share the database; alerts are of one.
CREATE TABLE shared_rule (
  name TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
) ${clustered};

INSERT INTO shared_rule (name, body) SELECT name, MAX(body) FROM alert_rule GROUP BY name;

DROP TABLE alert_rule;

ALTER TABLE shared_rule RENAME TO alert_rule;

-- What receivers are to be told of and is no task yet, written together with the change of the alert. Whichever server
-- hands it to the task queue, it becomes one task. made_at is milliseconds since 1970 UTC.
CREATE TABLE alert_notification (
  request_id TEXT NOT NULL PRIMARY KEY,
  made_at BIGINT NOT NULL,
  alert BIGINT NOT NULL,
  rule TEXT NOT NULL,
  url TEXT NOT NULL,
  body TEXT NOT NULL
);

CREATE INDEX alert_notification_age ON alert_notification (made_at);
