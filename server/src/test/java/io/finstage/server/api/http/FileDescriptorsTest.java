package io.finstage.server.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileDescriptorsTest {

  @Test
  void enoughDescriptorsAreNoProblem() {
    assertThat(FileDescriptors.shortage(1000, 1000 + 64 + 256)).isEmpty();
  }

  @Test
  void tooFewDescriptorsAreASentenceWithBothWaysOut() {
    assertThat(FileDescriptors.shortage(10_000, 1024))
        .contains(
            "server.connections-max is 10000, but this process may open only 1024 files (ulimit"
                + " -n). Raise the limit to at least 10320, or set server.connections-max to 704"
                + " or less.");
  }

  @Test
  void theLimitOfThisProcessIsKnown() {
    assertThat(FileDescriptors.max()).isPresent();
  }
}
