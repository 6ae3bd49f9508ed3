package com.arenacrm.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.Links;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserNames;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.PlatformTransactionManager;

/** What is due is told once a working morning, in the inbox and in one mail; nothing otherwise. */
@ArenaTest
class DigestTests {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  @RegisterExtension
  static final GreenMailExtension MAIL = new GreenMailExtension(ServerSetupTest.SMTP.dynamicPort());

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired UserNames userNames;
  @Autowired CurrentUsers users;
  @Autowired Organizations organizations;
  @Autowired Inbox inbox;
  @Autowired Links links;
  @Autowired MessageSource messages;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;

  @Test
  void oneMailAMorningAndNothingWhenNothingIsDue() throws Exception {
    CurrentUser lucia = cast.lucia();
    CurrentUser marcos = cast.marcos();
    LocalDate tuesday = LocalDate.of(2041, 3, 5);
    inbox.prefer(lucia, Inbox.Preference.USUAL);
    Digests digests = digests(only(lucia));

    digests.tell(at(tuesday, 7, 59));
    assertThat(mails(lucia)).as("before the hour").isEmpty();
    digests.tell(at(tuesday, 8, 0));
    digests.tell(at(tuesday, 8, 10));
    assertThat(mails(lucia)).hasSize(1);
    assertThat(mails(marcos)).as("nothing is due").isEmpty();
    MimeMessage mail = mails(lucia).get(0);
    assertThat(mail.getSubject()).contains("martes 5 de marzo");
    assertThat(GreenMailUtil.getBody(mail)).doesNotContain("http://localhost");
    assertThat(String.valueOf(mail.getContent())).contains("Hola, Lucía", "Hoy: «Cata»");

    Page page = Page.of(mvc.get().uri("/notifications").with(cast.as(lucia)).exchange());
    assertThat(page.texts(".inbox li").get(0)).contains("Hoy: «Cata»");
    assertThat(page.document().selectFirst(".inbox form").attr("action")).contains("/reading");
  }

  @Test
  void twoNodesTellOnce() throws Exception {
    CurrentUser ines = cast.ines();
    inbox.prefer(ines, Inbox.Preference.USUAL);
    LocalDate day = LocalDate.of(2041, 3, 6);
    List<CompletableFuture<Void>> nodes =
        List.of(digests(only(ines)), digests(only(ines)), digests(only(ines))).stream()
            .map(d -> CompletableFuture.runAsync(() -> d.tell(at(day, 9, 0))))
            .toList();
    nodes.forEach(CompletableFuture::join);
    assertThat(mails(ines)).hasSize(1);
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from notifications.notification
                    where user_id = :id and made_at = :at
                    """)
                .param("id", ines.id().id())
                .param("at", at(day, 9, 0).atOffset(java.time.ZoneOffset.UTC))
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void noMailOnFreeDaysOrForWhoDoesNotWantIt() {
    CurrentUser teresa = cast.teresa();
    Digests digests = digests(only(teresa));
    digests.tell(at(LocalDate.of(2041, 3, 9), 9, 0));
    assertThat(mails(teresa)).as("a Saturday").isEmpty();
    assertThat(
            mvc.post()
                .uri("/notifications/preference")
                .param("hour", "8")
                .with(cast.as(teresa))
                .with(csrf()))
        .hasStatus3xxRedirection();
    digests.tell(at(LocalDate.of(2041, 3, 11), 9, 0));
    assertThat(mails(teresa)).isEmpty();
    assertThat(inbox.unread(teresa)).isPositive();
    mvc.post()
        .uri("/notifications/preference")
        .param("mail", "true")
        .param("hour", "10")
        .with(cast.as(teresa))
        .with(csrf())
        .exchange();
    digests.tell(at(LocalDate.of(2041, 3, 12), 9, 0));
    assertThat(mails(teresa)).isEmpty();
    digests.tell(at(LocalDate.of(2041, 3, 12), 10, 0));
    assertThat(mails(teresa)).hasSize(1);
  }

  @Test
  void nobodyReadsOrMarksAnothersInbox() {
    CurrentUser nuria = cast.nuria();
    inbox.tell(
        nuria.id(),
        new Reminders.Line("today", "reminder.today", List.of("De Nuria"), "/planner/week"),
        false,
        at(LocalDate.of(2041, 4, 1), 8, 0));
    var id = inbox.of(nuria, null).page().rows().get(0).id();
    assertThat(
            mvc.post()
                .uri("/notifications/" + id + "/reading")
                .with(cast.as(cast.marcos()))
                .with(csrf()))
        .hasStatus(404);
    assertThat(
            Page.of(mvc.get().uri("/notifications").with(cast.as(cast.marcos())).exchange())
                .text("main"))
        .doesNotContain("De Nuria");
    int unread = inbox.unread(nuria);
    assertThat(
            mvc.post().uri("/notifications/" + id + "/reading").with(cast.as(nuria)).with(csrf()))
        .hasRedirectedUrl("/planner/week");
    assertThat(inbox.unread(nuria)).isEqualTo(unread - 1);
    assertThat(mvc.get().uri("/notifications/count").with(cast.as(nuria)).exchange()).hasStatusOk();
  }

  private static Reminders only(CurrentUser who) {
    return (user, day, show) ->
        user.id().equals(who.id())
            ? List.of(
                new Reminders.Line("today", "reminder.today", List.of("Cata"), "/planner/week"))
            : List.of();
  }

  private Digests digests(Reminders reminders) {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setHost("localhost");
    sender.setPort(MAIL.getSmtp().getPort());
    return new Digests(
        userNames,
        users,
        organizations,
        inbox,
        List.of(reminders),
        links,
        new ObjectProvider<>() {
          @Override
          public JavaMailSender getObject() {
            return sender;
          }
        },
        messages,
        jdbc,
        transactions,
        "arena@almendro.example");
  }

  private List<MimeMessage> mails(CurrentUser user) {
    String address =
        jdbc.sql("select email from identity.user_account where id = :id")
            .param("id", user.id().id())
            .query(String.class)
            .single();
    return Arrays.stream(MAIL.getReceivedMessages()).filter(m -> addressed(m, address)).toList();
  }

  private static boolean addressed(MimeMessage mail, String address) {
    try {
      return mail.getAllRecipients()[0].toString().equals(address);
    } catch (jakarta.mail.MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static Instant at(LocalDate day, int hour, int minute) {
    return day.atTime(LocalTime.of(hour, minute)).atZone(MADRID).toInstant();
  }
}
