"""Five indicators over bars from a file, symbol after symbol, as pandas is commonly used.

For every line on standard input the loop runs once; it answers with its milliseconds and with the sum of the last values,
which says whether it computed what the others did. The file is read before and does not count.
"""

import sys
import time

import pandas as pd


def last_values(close):
    sma = close.rolling(20).mean()
    ema = close.ewm(span=20, adjust=False).mean()

    change = close.diff()
    gain = change.where(change > 0, 0.0).ewm(alpha=1 / 14, adjust=False).mean()
    loss = (-change).where(change < 0, 0.0).ewm(alpha=1 / 14, adjust=False).mean()
    rsi = 100 - 100 / (1 + gain / loss)

    macd = close.ewm(span=12, adjust=False).mean() - close.ewm(span=26, adjust=False).mean()
    signal = macd.ewm(span=9, adjust=False).mean()
    histogram = macd - signal

    deviation = close.rolling(20).std(ddof=0)
    upper = sma + 2 * deviation
    lower = sma - 2 * deviation
    return [line.iloc[-1] for line in (sma, ema, rsi, macd, signal, histogram, upper, sma, lower)]


def main(file, symbols):
    bars = pd.read_csv(file)
    closes = [bars.close[bars.symbol == f"S{i}"].reset_index(drop=True) for i in range(symbols)]
    print("ready pandas", pd.__version__, "Python", sys.version.split()[0], flush=True)
    for _ in sys.stdin:
        before = time.perf_counter()
        results = [last_values(close) for close in closes]
        millis = (time.perf_counter() - before) * 1000
        print(millis, sum(map(sum, results)), flush=True)


main(sys.argv[1], int(sys.argv[2]))
