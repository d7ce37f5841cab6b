package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.SetTuningRequest;
import io.finstage.proto.v1.TunableSetting;
import io.finstage.server.api.TuningRequests.Wish;
import org.junit.jupiter.api.Test;

class TuningRequestsTest {

  @Test
  void aTunableWithoutANameIsRefusedByItsField() {
    Wish wish =
        TuningRequests.wish(
            SetTuningRequest.newBuilder()
                .setTunable(TunableSetting.newBuilder().setValue(1))
                .build());

    assertThat(wish)
        .isEqualTo(
            new Wish.Refused(
                Refusal.invalid("INVALID_NAME", "tunable.name", "must name a tunable")));
  }
}
