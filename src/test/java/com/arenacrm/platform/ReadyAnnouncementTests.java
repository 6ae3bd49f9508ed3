package com.arenacrm.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.mock.env.MockEnvironment;

class ReadyAnnouncementTests {

  private final MockEnvironment environment = new MockEnvironment();
  private final ServerProperties server = new ServerProperties();
  private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

  @Test
  void namesTheAddressThatTheServerReallyHas() {
    environment.setProperty("local.server.port", "8080");

    assertThat(announced()).isEqualTo("Arena is ready at http://localhost:8080\n");
  }

  @Test
  void leavesOutThePortThatABrowserAssumes() throws Exception {
    environment.setProperty("local.server.port", "443");
    server.setSsl(new Ssl());
    server.setAddress(InetAddress.getByName("192.0.2.7"));
    server.getServlet().setContextPath("/crm");

    assertThat(announced()).isEqualTo("Arena is ready at https://192.0.2.7/crm\n");
  }

  @Test
  void writesAnAddressOfTheSixthVersionInBrackets() throws Exception {
    environment.setProperty("local.server.port", "80");
    server.setAddress(InetAddress.getByName("2001:db8::1"));

    assertThat(announced()).isEqualTo("Arena is ready at http://[2001:db8:0:0:0:0:0:1]\n");
  }

  @Test
  void saysBelowItWhatTheNoticesSay() {
    environment.setProperty("local.server.port", "8080");
    beans.addBean("welcome", (StartupNotice) () -> Optional.of("Open it to set Arena up."));
    beans.addBean("silent", (StartupNotice) Optional::empty);

    assertThat(announced())
        .isEqualTo("Arena is ready at http://localhost:8080\nOpen it to set Arena up.\n");
  }

  @Test
  void isSilentWhereNoServerListens() {
    assertThat(announced()).isEmpty();
  }

  private String announced() {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    new ReadyAnnouncement(environment, server, beans.getBeanProvider(StartupNotice.class))
        .announceOn(new PrintStream(console, true, UTF_8));
    return console.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
