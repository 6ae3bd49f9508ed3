package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;

class StartupFailureReporterTests {

  @Test
  void findsTheSentenceBelowWhatSpringWrapsAroundIt() {
    Throwable failure =
        new IllegalStateException(
            "Error creating bean", new RuntimeException(new CannotStartException("why and what")));

    assertThat(StartupFailureReporter.sentenceFor(failure)).contains("why and what");
  }

  @Test
  void saysWhatToDoAboutAPort() {
    assertThat(StartupFailureReporter.sentenceFor(new PortInUseException(8080)).orElseThrow())
        .startsWith("port 8080 is already in use; ")
        .contains("--server.port=8081");
    assertThat(
            StartupFailureReporter.sentenceFor(
                    new WebServerException(
                        "Unable to start", new BindException("Cannot assign requested address")))
                .orElseThrow())
        .contains("(Cannot assign requested address); correct server.address");
  }

  @Test
  void leavesWhatItDoesNotKnowToSpringBoot() {
    assertThat(StartupFailureReporter.sentenceFor(new IllegalStateException("a bug"))).isEmpty();
    assertThat(StartupFailureReporter.sentenceFor(new WebServerException("no keystore", null)))
        .isEmpty();
  }
}
