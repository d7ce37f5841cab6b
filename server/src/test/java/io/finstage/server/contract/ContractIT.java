package io.finstage.server.contract;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every script of proto/contract, over every wire; several at a time, since they mostly wait. */
@Execution(ExecutionMode.CONCURRENT)
class ContractIT {

  @ParameterizedTest(name = "{0} over {1}")
  @MethodSource("conversations")
  void theConversationGoesAsWritten(Script script, Wire wire) throws Exception {
    try (Replay replay = new Replay(script, wire)) {
      replay.play();
    }
  }

  static Stream<Arguments> conversations() throws IOException {
    return Script.all().stream()
        .flatMap(script ->
            Stream.of(Wire.values())
                .filter(wire -> !script.notOver().contains(wire))
                .map(wire -> Arguments.of(script, wire)));
  }
}
