package com.arenacrm.platform;

import java.net.BindException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

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
                find(WebServerException.class, failure).flatMap(StartupFailureReporter::cannotBind))
        .or(
            () ->
                find(TypeMismatchException.class, failure)
                    .flatMap(mismatch -> unreadable(mismatch, failure)));
  }

  /** The failure knows the value, the place that it was meant for knows the setting's name. */
  private static Optional<String> unreadable(TypeMismatchException mismatch, Throwable failure) {
    return find(UnsatisfiedDependencyException.class, failure, u -> u.getCause() == mismatch)
        .map(UnsatisfiedDependencyException::getInjectionPoint)
        .map(place -> place.getAnnotation(Value.class))
        .map(Value::value)
        .filter(placeholder -> placeholder.startsWith("${"))
        .map(placeholder -> placeholder.substring(2).split("[:}]")[0])
        .map(
            name ->
                "%s (%s) is \"%s\", which is not %s; correct it and start again."
                    .formatted(
                        name,
                        name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"),
                        mismatch.getValue(),
                        kind(mismatch.getRequiredType())));
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == Duration.class) {
      return "a duration such as 5s, 2m, 12h or 30d";
    }
    if (type == DataSize.class) {
      return "a size such as 200MB";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    return "what is expected there";
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
    return find(type, failure, any -> true);
  }

  private static <T extends Throwable> Optional<T> find(
      Class<T> type, Throwable failure, Predicate<T> wanted) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause) && wanted.test(type.cast(cause))) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
