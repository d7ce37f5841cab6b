-- Rules and alerts, each as JSON. node is the name of the server that looks at them, empty where it has none.
CREATE TABLE alert_rule (
  node TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (node, name)
) ${clustered};

CREATE TABLE alert (
  node TEXT NOT NULL,
  id BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (node, id)
) ${clustered};
