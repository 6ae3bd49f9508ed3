package com.arenacrm.platform;

import java.net.BindException;
import java.net.SocketException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells a failed start in one sentence on the error stream when its cause is one that a person can
 * remove. All other failures are left to Spring Boot's own report. Comes before that report,
 * because a reporter that answers true is the last one asked.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartupFailureReporter implements SpringBootExceptionReporter {

  private static final Logger LOG = LoggerFactory.getLogger(StartupFailureReporter.class);

  @Override
  public boolean reportException(Throwable failure) {
    Optional<String> sentence = sentenceFor(failure);
    sentence.ifPresent(text -> System.err.println("Arena cannot start: " + text));
    LOG.debug("Start-up failed", failure);
    return sentence.isPresent();
  }

  static Optional<String> sentenceFor(Throwable failure) {
    return find(CannotStartException.class, failure)
        .map(Throwable::getMessage)
        .or(() -> find(PortInUseException.class, failure).map(StartupFailureReporter::portInUse))
        .or(
            () ->
                find(WebServerException.class, failure)
                    .flatMap(StartupFailureReporter::cannotBind));
  }

  private static String portInUse(PortInUseException failure) {
    return ("port %d is already in use; stop the program that uses it, or give Arena another port with"
            + " --server.port=%d (SERVER_PORT).")
        .formatted(failure.getPort(), failure.getPort() < 65_535 ? failure.getPort() + 1 : 8080);
  }

  private static Optional<String> cannotBind(WebServerException failure) {
    return find(BindException.class, failure)
        .map(SocketException.class::cast)
        .or(() -> find(SocketException.class, failure))
        .map(
            cause ->
                "it may not listen on the address and port given (%s); correct server.address and server.port."
                    .formatted(cause.getMessage()));
  }

  private static <T extends Throwable> Optional<T> find(Class<T> type, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
