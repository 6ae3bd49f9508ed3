package com.arenacrm.leads;

import com.arenacrm.planner.ActivityId;
import com.arenacrm.playbook.StoryId;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * A public page on which people ask to hear from us because of one activity; better still that they
 * come to us (R018).
 */
@Entity
@Table(schema = "leads", name = "lead_form")
public class LeadForm {

  /** Nobody fills a form in faster than this. */
  static final Duration QUICKEST = Duration.ofSeconds(3);

  /** After so long a page is shown again before it is believed. */
  static final Duration LONGEST = Duration.ofHours(24);

  @EmbeddedId private LeadFormId id;
  private String slug;
  private String title;
  private @Nullable String intro;
  private @Nullable String thanks;
  private String consent;
  private boolean askCompany;
  private boolean askPhone;
  private @Nullable String question;
  private String language;

  @EmbeddedColumnNaming("activity_%s")
  private ActivityId activity;

  @EmbeddedColumnNaming("story_%s")
  private @Nullable StoryId story;

  private boolean open;
  private String secret;
  private Instant createdAt;
  private UUID createdBy;
  @Version private @Nullable Integer version;

  protected LeadForm() {}

  LeadForm(LeadFormId id, Content content, UUID createdBy, Instant now) {
    this.id = id;
    this.open = true;
    this.createdAt = now;
    this.createdBy = createdBy;
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    this.secret = Base64.getEncoder().encodeToString(key);
    change(content);
  }

  /**
   * What the page says and asks.
   *
   * @param slug the last part of its address
   * @param consent the words that a visitor agrees to
   * @param question one further question; null for none
   * @param language {@code es} or {@code en}
   * @param story the story that the page tells (R072)
   */
  public record Content(
      String slug,
      String title,
      @Nullable String intro,
      @Nullable String thanks,
      String consent,
      boolean askCompany,
      boolean askPhone,
      @Nullable String question,
      String language,
      ActivityId activity,
      @Nullable StoryId story) {}

  public LeadFormId id() {
    return id;
  }

  public String slug() {
    return slug;
  }

  public String title() {
    return title;
  }

  public ActivityId activity() {
    return activity;
  }

  /** Whether it takes answers. */
  public boolean isOpen() {
    return open;
  }

  public int version() {
    return version == null ? 0 : version;
  }

  Content content() {
    return new Content(
        slug,
        title,
        intro,
        thanks,
        consent,
        askCompany,
        askPhone,
        question,
        language,
        activity,
        story);
  }

  void change(Content content) {
    slug = content.slug();
    title = content.title();
    intro = content.intro();
    thanks = content.thanks();
    consent = content.consent();
    askCompany = content.askCompany();
    askPhone = content.askPhone();
    question = content.question();
    language = content.language();
    activity = content.activity();
    story = content.story();
  }

  void close() {
    open = false;
  }

  void reopen() {
    open = true;
  }

  /** A mark for the page that says when it was opened, which nobody else can make. */
  String stamp(Instant opened) {
    String moment = Long.toString(opened.toEpochMilli(), 36);
    return moment + "." + sign(moment);
  }

  /** When the page with this mark was opened; empty for a mark that is not ours. */
  Optional<Instant> openedAt(@Nullable String stamp) {
    String[] parts = stamp == null ? new String[0] : stamp.split("\\.", 2);
    if (parts.length != 2 || !sign(parts[0]).equals(parts[1])) {
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochMilli(Long.parseLong(parts[0], 36)));
  }

  /** Where a visitor comes from, unreadable for us but the same for the same visitor. */
  String blur(String address) {
    return sign("address " + address).substring(0, 24);
  }

  private String sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
