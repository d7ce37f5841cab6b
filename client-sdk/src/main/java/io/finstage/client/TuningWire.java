package io.finstage.client;

import io.finstage.proto.v1.Tuning;
import java.util.Optional;

/** Messages about tuning as the SDK's own records. Every function is pure. */
final class TuningWire {

  private TuningWire() {}

  static Tuning.Mode mode(TuningMode mode) {
    return switch (mode) {
      case ON -> Tuning.Mode.ON;
      case DRY_RUN -> Tuning.Mode.DRY_RUN;
      case OFF -> Tuning.Mode.OFF;
    };
  }

  static Tunable tunable(io.finstage.proto.v1.Tunable wire) {
    return new Tunable(
        wire.getName(),
        wire.getDescription(),
        wire.getValue(),
        wire.getMin(),
        wire.getMax(),
        wire.getDefaultValue(),
        wire.getMode() == io.finstage.proto.v1.Tunable.Mode.FIXED,
        wire.hasLastAdjustment()
            ? Optional.of(adjustment(wire.getLastAdjustment()))
            : Optional.empty());
  }

  static Adjustment adjustment(io.finstage.proto.v1.Adjustment wire) {
    return new Adjustment(
        wire.getId(),
        Wire.instant(wire.getTime()),
        wire.getTunable(),
        wire.getFrom(),
        wire.getTo(),
        wire.getRule(),
        wire.getReason(),
        wire.getReadingsMap(),
        outcome(wire.getOutcome()),
        wire.getOutcomeReadingsMap(),
        wire.hasJudgedAt() ? Optional.of(Wire.instant(wire.getJudgedAt())) : Optional.empty(),
        wire.getDryRun());
  }

  private static Adjustment.Outcome outcome(io.finstage.proto.v1.Adjustment.Outcome wire) {
    return switch (wire) {
      case KEPT -> Adjustment.Outcome.KEPT;
      case ROLLED_BACK -> Adjustment.Outcome.ROLLED_BACK;
      case FIXED -> Adjustment.Outcome.FIXED;
      case PENDING, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Adjustment.Outcome.PENDING;
    };
  }
}
