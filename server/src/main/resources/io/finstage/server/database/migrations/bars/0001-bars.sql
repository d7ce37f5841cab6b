-- One row per symbol and interval that has bars.
CREATE TABLE bar_series (
  id ${identity},
  symbol TEXT NOT NULL,
  width TEXT NOT NULL,
  UNIQUE (symbol, width)
);

-- Closed bars. Times are milliseconds since 1970 UTC; trades is 0 where the source does not say.
CREATE TABLE bars (
  series BIGINT NOT NULL,
  open_at BIGINT NOT NULL,
  open DOUBLE PRECISION NOT NULL,
  high DOUBLE PRECISION NOT NULL,
  low DOUBLE PRECISION NOT NULL,
  close DOUBLE PRECISION NOT NULL,
  volume DOUBLE PRECISION NOT NULL,
  trades BIGINT NOT NULL,
  PRIMARY KEY (series, open_at)
) ${clustered};

-- Rises when bars were imported, perhaps by another process: what is held in memory is read again.
CREATE TABLE bar_imports (
  id BIGINT PRIMARY KEY,
  count BIGINT NOT NULL
);

INSERT INTO bar_imports (id, count) VALUES (1, 0);
