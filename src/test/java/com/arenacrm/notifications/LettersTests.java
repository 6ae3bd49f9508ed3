package com.arenacrm.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.shared.EmailAddress;
import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class LettersTests {

  @RegisterExtension
  static final GreenMailExtension MAIL = new GreenMailExtension(ServerSetupTest.SMTP.dynamicPort());

  @Test
  void aLetterArrivesAndItsSubjectIsOneLine() throws MessagingException {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setHost("localhost");
    sender.setPort(MAIL.getSmtp().getPort());
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("sender", sender);
    ObjectProvider<JavaMailSender> provider = beans.getBeanProvider(JavaMailSender.class);
    Letters letters = new Letters(provider, Runnable::run, "arena@almendro.example");

    assertThat(letters.isConfigured()).isTrue();
    letters.send(
        new EmailAddress("paula@mirador.example"), "Confirma\r\nBcc: x@y.example", "Pulsa aquí");

    MimeMessage[] mails = MAIL.getReceivedMessages();
    assertThat(mails).hasSize(1);
    assertThat(mails[0].getSubject()).isEqualTo("Confirma Bcc: x@y.example");
    assertThat(mails[0].getAllRecipients()).hasSize(1);
    assertThat(GreenMailUtil.getBody(mails[0])).isNotEmpty();
  }

  @Test
  void withoutAServerNothingIsSentAndItIsSaid() {
    StaticListableBeanFactory none = new StaticListableBeanFactory();
    Letters letters =
        new Letters(
            none.getBeanProvider(JavaMailSender.class), Runnable::run, "arena@almendro.example");
    letters.send(new EmailAddress("paula@mirador.example"), "Confirma", "Pulsa aquí");
    assertThat(letters.isConfigured()).isFalse();
  }
}
