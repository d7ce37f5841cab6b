package io.finstage.client;

import io.finstage.proto.v1.ListBarsRequest;
import io.finstage.proto.v1.ListBarsResponse;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads bars page by page. Thread-safe. */
final class BarPages {

  /** Bars of one answer: below 100 MB here. */
  static final int BARS_MAX = 1_000_000;

  private static final int PAGE_SIZE = 10_000;

  /** A server may give shorter pages, but not for ever. */
  private static final int PAGES_MAX = 10_000;

  private final Link link;
  private final Duration deadline;

  /**
   * @param deadline of each page
   */
  BarPages(Link link, Duration deadline) {
    this.link = link;
    this.deadline = deadline;
  }

  List<Bar> list(ListBarsRequest.Builder request) {
    List<Bar> all = new ArrayList<>();
    request.setPageSize(PAGE_SIZE);
    try {
      for (int page = 0; page < PAGES_MAX; page++) {
        ListBarsResponse response = link.blockingStub(deadline).listBars(request.build());
        response.getBarsList().forEach(bar -> all.add(Wire.bar(bar)));
        if (response.getNextPageToken().isEmpty()) {
          return all;
        }
        if (all.size() >= BARS_MAX) {
          throw tooMany();
        }
        request.setPageToken(response.getNextPageToken());
      }
    } catch (StatusRuntimeException e) {
      throw ErrorReader.read(e);
    }
    throw tooMany();
  }

  private static FinstageException tooMany() {
    return new FinstageException(
        FinstageException.Code.OUT_OF_RANGE,
        "BARS_MAX",
        "more than " + BARS_MAX + " bars; ask for a shorter time");
  }
}
