package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.util.unit.DataSize;

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
  void namesTheSettingThatCannotBeRead() {
    assertThat(sentenceWith("test.how-long=soon"))
        .contains(
            "test.how-long (TEST_HOW_LONG) is \"soon\", which is not a duration such as 5s, 2m, 12h or"
                + " 30d; correct it and start again.");
    assertThat(sentenceWith("test.how-large=huge").orElseThrow())
        .contains("\"huge\", which is not a size such as 200MB");
    assertThat(sentenceWith("test.whether=perhaps").orElseThrow())
        .contains("\"perhaps\", which is not true or false");
  }

  private static Optional<String> sentenceWith(String setting) {
    try (var context = new AnnotationConfigApplicationContext()) {
      TestPropertyValues.of(setting).applyTo(context);
      context
          .getBeanFactory()
          .setConversionService(ApplicationConversionService.getSharedInstance());
      context.register(User.class, Settings.class);
      return StartupFailureReporter.sentenceFor(catchThrowable(context::refresh));
    }
  }

  record User(Settings settings) {}

  record Settings(
      @Value("${test.how-long:5s}") Duration howLong,
      @Value("${test.how-large:5MB}") DataSize howLarge,
      @Value("${test.whether:false}") boolean whether) {}

  @Test
  void leavesWhatItDoesNotKnowToSpringBoot() {
    assertThat(StartupFailureReporter.sentenceFor(new IllegalStateException("a bug"))).isEmpty();
    assertThat(StartupFailureReporter.sentenceFor(new WebServerException("no keystore", null)))
        .isEmpty();
  }
}
