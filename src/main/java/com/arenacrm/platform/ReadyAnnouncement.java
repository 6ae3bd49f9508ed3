package com.arenacrm.platform;

import java.io.PrintStream;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Prints where Arena can be opened once it can be opened, then what the {@link StartupNotice}s say.
 */
@Component
@ConditionalOnWebApplication
class ReadyAnnouncement {

  private final Environment environment;
  private final ServerProperties server;
  private final ObjectProvider<StartupNotice> notices;

  ReadyAnnouncement(
      Environment environment, ServerProperties server, ObjectProvider<StartupNotice> notices) {
    this.environment = environment;
    this.server = server;
    this.notices = notices;
  }

  @EventListener(ApplicationReadyEvent.class)
  void announce() {
    announceOn(System.out);
  }

  void announceOn(PrintStream console) {
    address()
        .ifPresent(
            address -> {
              console.println("Arena is ready at " + address);
              notices
                  .orderedStream()
                  .flatMap(notice -> notice.notice().stream())
                  .forEach(console::println);
            });
  }

  /** Where a browser on this machine finds Arena; empty when no web server runs. */
  private Optional<String> address() {
    return Optional.ofNullable(environment.getProperty("local.server.port", Integer.class))
        .map(
            port -> {
              boolean secure = Ssl.isEnabled(server.getSsl());
              boolean usualPort = port == (secure ? 443 : 80);
              String path = server.getServlet().getContextPath();
              return (secure ? "https://" : "http://")
                  + host(server.getAddress())
                  + (usualPort ? "" : ":" + port)
                  + (path == null ? "" : path);
            });
  }

  private static String host(@Nullable InetAddress address) {
    if (address == null || address.isAnyLocalAddress() || address.isLoopbackAddress()) {
      return "localhost";
    }
    String host = address.getHostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
