package io.finstage.server.api;

import io.finstage.proto.v1.Adjustment;
import io.finstage.proto.v1.Tunable;
import io.finstage.proto.v1.Tuning;
import io.finstage.server.tuning.TunableState;
import io.finstage.server.tuning.TuningMode;
import java.util.Optional;

/** What the tuner says, as the contract spells it. Every function is pure. */
public final class TuningMessages {

  private TuningMessages() {}

  public static Tuning.Mode mode(TuningMode mode) {
    return switch (mode) {
      case ON -> Tuning.Mode.ON;
      case DRY_RUN -> Tuning.Mode.DRY_RUN;
      case OFF -> Tuning.Mode.OFF;
    };
  }

  /** Empty for what is no mode. */
  public static Optional<TuningMode> mode(Tuning.Mode mode) {
    return switch (mode) {
      case ON -> Optional.of(TuningMode.ON);
      case DRY_RUN -> Optional.of(TuningMode.DRY_RUN);
      case OFF -> Optional.of(TuningMode.OFF);
      case MODE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  public static Tunable tunable(TunableState state) {
    Tunable.Builder message =
        Tunable.newBuilder()
            .setName(state.tunable().name())
            .setDescription(state.tunable().description())
            .setValue(state.value())
            .setMin(state.tunable().bounds().min())
            .setMax(state.tunable().bounds().max())
            .setDefaultValue(state.tunable().start())
            .setMode(state.fixed() ? Tunable.Mode.FIXED : Tunable.Mode.AUTO);
    state.last().ifPresent(last -> message.setLastAdjustment(adjustment(last)));
    return message.build();
  }

  public static Adjustment adjustment(io.finstage.server.tuning.Adjustment made) {
    Adjustment.Builder message =
        Adjustment.newBuilder()
            .setId(Long.toString(made.id()))
            .setTime(Times.timestamp(made.at()))
            .setTunable(made.tunable())
            .setFrom(made.from())
            .setTo(made.to())
            .setRule(made.rule().name())
            .setReason(made.reason())
            .putAllReadings(made.readings())
            .setOutcome(Adjustment.Outcome.PENDING)
            .setDryRun(made.dryRun());
    made.judgement()
        .ifPresent(verdict ->
            message
                .setOutcome(outcome(verdict.outcome()))
                .putAllOutcomeReadings(verdict.readings())
                .setJudgedAt(Times.timestamp(verdict.at())));
    return message.build();
  }

  private static Adjustment.Outcome outcome(io.finstage.server.tuning.Adjustment.Outcome outcome) {
    return switch (outcome) {
      case KEPT -> Adjustment.Outcome.KEPT;
      case ROLLED_BACK -> Adjustment.Outcome.ROLLED_BACK;
      case FIXED -> Adjustment.Outcome.FIXED;
    };
  }
}
