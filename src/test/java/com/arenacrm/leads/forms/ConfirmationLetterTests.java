package com.arenacrm.leads.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * The whole way of an answer that counts only once it is confirmed: the form, the letter as it
 * arrives, its link, its button; and what becomes of it where no letter can be sent.
 */
@ArenaTest
class ConfirmationLetterTests {

  private static final String MAIL_SENDER = "senderOfTheseTests";
  private static final Pattern LINK = Pattern.compile("https?://[^/\\s]+(/forms/\\S+)");

  @RegisterExtension
  static final GreenMailExtension MAIL = new GreenMailExtension(ServerSetupTest.SMTP.dynamicPort());

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired FormSubmissions submissions;
  @Autowired Confirmations confirmations;
  @Autowired LeadIntake intake;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;
  @Autowired DefaultListableBeanFactory beans;

  private LeadForm form;

  @BeforeEach
  void form() {
    PlannedActivity tasting =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18));
    form =
        FormFixture.offer(
            submissions,
            tasting.id(),
            cast.lucia().id(),
            clock.instant(),
            c -> FormFixture.with(c, true, true, null));
  }

  @AfterEach
  void noMailServer() {
    if (beans.containsSingleton(MAIL_SENDER)) {
      beans.destroySingleton(MAIL_SENDER);
    }
  }

  @Test
  void aVisitorConfirmsByTheLetterAndOnlyThenIsALead() throws Exception {
    mailServer();
    send("todo@carta.example", "es");
    assertThat(letterlessPage("es")).contains("Te hemos escrito un correo");
    MimeMessage letter = letters("todo@carta.example", 1).get(0);
    assertThat(letter.getSubject()).isEqualTo("Confírmalo: Ven a probar");
    String text = String.valueOf(letter.getContent());
    assertThat(text).contains("Hola, Visita Nueva:", "vale siete días");

    // Meanwhile the company sees it waiting, and nowhere else.
    assertThat(tabs()).containsExactly("Respuestas 0", "Por confirmar 1", "Apartadas 0");
    assertThat(book.find(new EmailAddress("todo@carta.example"), null)).isEmpty();
    assertThat(waiting()).contains("escrito 1 de 3 veces");

    String link = linkIn(text);
    Page asked = Page.of(mvc.get().uri(link).exchange());
    assertThat(asked.text("h1")).isEqualTo("Confírmalo");
    assertThat(book.find(new EmailAddress("todo@carta.example"), null))
        .as("opening it uses nothing up")
        .isEmpty();
    assertThat(press(link, asked)).redirectedUrl().contains("confirmed=true");
    assertThat(press(link, asked)).as("the second press").redirectedUrl().contains("confirmed");
    assertThat(mvc.get().uri(link)).as("opened again").hasStatusOk();

    Person person = book.find(new EmailAddress("todo@carta.example"), null).orElseThrow();
    assertThat(person.consent()).isEqualTo(ConsentState.GIVEN);
    assertThat(intake.openLeadOf(person.id())).isPresent();
    assertThat(tabs()).containsExactly("Respuestas 1", "Por confirmar 0", "Apartadas 0");
    assertThat(letters("todo@carta.example", 1)).hasSize(1);
  }

  @Test
  void theLetterAndItsPagesSpeakTheLanguageOfTheVisitor() throws Exception {
    mailServer();
    send("english@carta.example", "en");
    assertThat(letterlessPage("en")).contains("We have sent you a letter");
    MimeMessage letter = letters("english@carta.example", 1).get(0);
    assertThat(letter.getSubject()).isEqualTo("Confirm it: Come and try");
    String link = linkIn(String.valueOf(letter.getContent()));
    assertThat(link).endsWith("?lang=en");
    Page asked = Page.of(mvc.get().uri(link).exchange());
    assertThat(asked.document().select("html").attr("lang")).isEqualTo("en");
    assertThat(asked.text("main")).contains("Come and try").doesNotContain("Ven a probar");
    String thanks = press(link, asked).getResponse().getRedirectedUrl();
    assertThat(Page.of(mvc.get().uri(thanks).exchange()).text("h1")).isEqualTo("Thank you");
  }

  @Test
  void aLinkThatIsTooOldSaysSoAndIsSentAgainByAnsweringAgain() throws Exception {
    mailServer();
    send("tarde@carta.example", "es");
    String old = linkIn(String.valueOf(letters("tarde@carta.example", 1).get(0).getContent()));
    jdbc.sql(
            """
            update leads.form_submission set secret_expires_at = :now, lettered_at =
              lettered_at - interval '8 days' where form_id = :form
            """)
        .param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
        .param("form", form.id().id())
        .update();
    MvcTestResult gone = mvc.get().uri(old).exchange();
    assertThat(gone).hasStatus(410);
    assertThat(Page.of(gone).texts("main a")).isNotEmpty();

    send("tarde@carta.example", "es");
    String fresh = linkIn(String.valueOf(letters("tarde@carta.example", 2).get(1).getContent()));
    assertThat(fresh).isNotEqualTo(old);
    assertThat(mvc.post().uri(old).with(csrf())).hasStatus(410);
    assertThat(mvc.post().uri(fresh).with(csrf())).hasStatus3xxRedirection();
    assertThat(book.find(new EmailAddress("tarde@carta.example"), null)).isPresent();
  }

  @Test
  void nobodyGetsMoreThanThreeLetters() {
    mailServer();
    send("muchas@carta.example", "es");
    for (int i = 0; i < 5; i++) {
      jdbc.sql("update leads.form_submission set lettered_at = lettered_at - interval '1 hour'")
          .update();
      send("muchas@carta.example", "es");
    }
    assertThat(letters("muchas@carta.example", 3)).hasSize(3);
    assertThat(
            jdbc.sql(
                    """
                    select max(letters) || ' ' || count(*) from leads.form_submission
                    where form_id = ?
                    """)
                .param(form.id().id())
                .query(String.class)
                .single())
        .isEqualTo("3 1");
  }

  /** Nobody waits for a letter that is never sent, and nothing is lost. */
  @Test
  void withoutAMailServerItIsSaidAndTheLetterGoesOnceThereIsOne() throws Exception {
    send("luego@carta.example", "es");
    assertThat(letterlessPage("es"))
        .contains("ahora no podemos mandarte el correo")
        .doesNotContain("Te hemos escrito");
    assertThat(letterlessPage("en")).contains("we cannot send you the letter now");
    assertThat(waiting()).contains("escrito 0 de 3 veces");
    UUID answer =
        jdbc.sql("select id from leads.form_submission where form_id = ?")
            .param(form.id().id())
            .query(UUID.class)
            .single();
    String path = "/leads/forms/" + form.id() + "/answers/" + answer;
    MvcTestResult tried =
        mvc.post().uri(path + "/letter").with(cast.as(cast.lucia())).with(csrf()).exchange();
    assertThat(tried.getMvcResult().getFlashMap().get("flashKey"))
        .isEqualTo("form.letter.mailless");
    assertThat(submissions.sendWaitingLetters(clock.instant())).isZero();

    mailServer();
    assertThat(submissions.sendWaitingLetters(clock.instant())).isOne();
    assertThat(submissions.sendWaitingLetters(clock.instant())).as("only once").isZero();
    String link = linkIn(String.valueOf(letters("luego@carta.example", 1).get(0).getContent()));
    assertThat(mvc.post().uri(link).with(csrf())).hasStatus3xxRedirection();
    assertThat(book.find(new EmailAddress("luego@carta.example"), null)).isPresent();
  }

  private void mailServer() {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setHost("127.0.0.1");
    sender.setPort(MAIL.getSmtp().getPort());
    sender.setDefaultEncoding("UTF-8");
    beans.registerSingleton(MAIL_SENDER, sender);
  }

  private List<MimeMessage> letters(String to, int many) {
    assertThat(MAIL.waitForIncomingEmail(10_000, many)).isTrue();
    return List.of(MAIL.getReceivedMessages()).stream().filter(m -> isTo(m, to)).toList();
  }

  private static boolean isTo(MimeMessage message, String address) {
    try {
      return message.getAllRecipients()[0].toString().equals(address);
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String linkIn(String text) {
    Matcher link = LINK.matcher(text);
    assertThat(link.find()).as(text).isTrue();
    return link.group(1);
  }

  private MvcTestResult press(String link, Page asked) {
    return mvc.post()
        .uri(asked.document().select("main form").attr("action"))
        .param("lang", asked.value("lang"))
        .with(csrf())
        .exchange();
  }

  private void send(String email, String language) {
    UUID id = UUID.randomUUID();
    String stamp = form.stamp(id, clock.instant().minusSeconds(20));
    mvc.get().uri("/forms/" + form.slug() + "/seen.css?id=" + id + "&stamp=" + stamp).exchange();
    assertThat(
            mvc.post()
                .uri("/forms/" + form.slug())
                .param("id", id.toString())
                .param("stamp", stamp)
                .param("lang", language)
                .param("fullName", "Visita Nueva")
                .param("email", email)
                .param("consent", "true"))
        .hasStatus3xxRedirection();
  }

  /** What a visitor reads who has just answered. */
  private String letterlessPage(String language) {
    return Page.of(mvc.get().uri("/forms/" + form.slug() + "/thanks?lang=" + language).exchange())
        .text("main");
  }

  private List<String> tabs() {
    return Page.of(
            mvc.get().uri("/leads/forms/" + form.id()).with(cast.as(cast.lucia())).exchange())
        .texts(".seg a");
  }

  /** What the page of the answer that waits says. */
  private String waiting() {
    UUID answer =
        jdbc.sql("select id from leads.form_submission where form_id = ?")
            .param(form.id().id())
            .query(UUID.class)
            .single();
    return Page.of(
            mvc.get()
                .uri("/leads/forms/" + form.id() + "/answers/" + answer)
                .with(cast.as(cast.lucia()))
                .exchange())
        .text(".notice");
  }
}
