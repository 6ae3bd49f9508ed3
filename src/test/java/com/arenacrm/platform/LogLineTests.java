package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pattern of the console, which a visitor's words must not break out of (Q33). */
class LogLineTests {

  private static final String FORGED = "2026-11-22T10:00:00.000Z INFO  all is well";

  private final LoggerContext context = new LoggerContext();
  private final PatternLayout layout = new PatternLayout();

  @BeforeEach
  void start() throws Exception {
    Properties properties = new Properties();
    try (InputStream file = getClass().getResourceAsStream("/application.properties")) {
      properties.load(file);
    }
    layout.setContext(context);
    layout.setPattern(properties.getProperty("logging.pattern.console"));
    layout.start();
  }

  @Test
  void aMessageIsOneLine() {
    assertThat(written("name\n" + FORGED + "\r\nend", null))
        .singleElement()
        .asString()
        .endsWith(" WARN  [main] com.arenacrm: name\\n" + FORGED + "\\nend");
    assertThat(written("a\rb\u0085c\u2028d\u000Be", null))
        .singleElement()
        .asString()
        .endsWith("a\\nb\\nc\\nd\\ne");
  }

  @Test
  void aMessageCannotCommandTheTerminal() {
    assertThat(written("\u001B[2Jred\u0007\u0000", null))
        .singleElement()
        .asString()
        .endsWith("?[2Jred??");
  }

  @Test
  void aStackTraceKeepsItsLinesAndOnlyThem() {
    List<String> lines =
        written(
            "failed",
            new IllegalStateException("outer\n" + FORGED, new RuntimeException("in\r" + FORGED)));

    assertThat(lines.get(1)).isEqualTo("java.lang.IllegalStateException: outer\\n" + FORGED);
    assertThat(lines).contains("Caused by: java.lang.RuntimeException: in\\n" + FORGED);
    assertThat(lines.subList(2, lines.size()))
        .hasSizeGreaterThan(3)
        .allMatch(line -> line.startsWith("\t") || line.startsWith("Caused by: "));
  }

  private List<String> written(String message, @Nullable Throwable failure) {
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger("com.arenacrm"), Level.WARN, message, failure, new Object[0]);
    event.setThreadName("main");
    String text = layout.doLayout(event);
    assertThat(text).endsWith("\n");
    return List.of(text.substring(0, text.length() - 1).split("[\\n\\r\u0085\u2028\u2029]", -1));
  }
}
