package io.finstage.server.api.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.api.StreamEvents;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.PriceUpdate;
import io.finstage.server.hub.PriceUpdates;
import io.finstage.server.market.Quote;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import io.finstage.server.market.Trade;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonFramesTest {

  @Test
  void aFrameSaysWhatTheContractsPrinterSays() {
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      PriceUpdate update = update(random);
      boolean snapshot = random.nextBoolean();
      long conflated = random.nextInt(3) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 63));

      assertThat(frame(update, snapshot, conflated))
          .as("seed %d: %s", seed, update)
          .isEqualTo(JsonText.print(StreamEvents.of(update, snapshot, conflated)));
    }
  }

  @Test
  void aPlainFrameIsMadeOnce() {
    PriceUpdate update = update(new Random(1));
    frame(update, false, 0);

    byte[] first = update.encoded(PriceUpdate.Encoding.JSON_FRAME, ignored -> new byte[0]);
    frame(update, true, 5);

    assertThat(update.encoded(PriceUpdate.Encoding.JSON_FRAME, ignored -> new byte[0]))
        .isSameAs(first)
        .isNotEmpty();
  }

  /** The text of the only frame; fails unless header and length are right. */
  private static String frame(PriceUpdate update, boolean snapshot, long conflated) {
    Batch batch = new Batch(16);
    JsonFrames.append(update, snapshot, conflated, batch);
    int payload = Frames.payload(batch.array(), Batch.HEADROOM);
    String text = new String(batch.array(), payload, batch.end() - payload, UTF_8);
    Batch again = new Batch(16);
    Frames.append(Frames.TEXT, text.getBytes(UTF_8), again);
    assertThat(Arrays.copyOfRange(batch.array(), Batch.HEADROOM, batch.end()))
        .isEqualTo(Arrays.copyOfRange(again.array(), Batch.HEADROOM, again.end()));
    return text;
  }

  private static PriceUpdate update(Random random) {
    Symbol symbol = new Symbol("A._:/=^@+-Z9".substring(0, 1 + random.nextInt(12)));
    long sequence = 1 + random.nextLong(1L << random.nextInt(1, 53));
    PriceUpdate before =
        random.nextBoolean()
            ? null
            : PriceUpdates.after(null, tick(symbol, random), 1, time(random));
    return PriceUpdates.after(before, tick(symbol, random), sequence, time(random));
  }

  private static Tick tick(Symbol symbol, Random random) {
    double price = (1 + random.nextInt(10_000_000)) / 100.0;
    return random.nextBoolean()
        ? new Trade(symbol, price, random.nextInt(1000), time(random))
        : new Quote(symbol, price, price + 0.01, time(random));
  }

  private static Instant time(Random random) {
    int[] units = {1_000_000_000, 1_000_000, 1_000, 1};
    int unit = units[random.nextInt(units.length)];
    return Instant.ofEpochSecond(
        random.nextLong(4_000_000_000L), (long) random.nextInt(1_000_000_000) / unit * unit);
  }
}
