package com.arenacrm.leads.forms;

import com.arenacrm.leads.LeadFormId;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.StoryId;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
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
  private String language;

  @JdbcTypeCode(SqlTypes.JSON)
  private FormDesign design;

  private boolean consentRequired;
  private boolean doubleOptIn;
  private int consentVersion;
  private @Nullable String redirect;
  private @Nullable String accent;
  private String[] frameHosts = {};

  @EmbeddedColumnNaming("activity_%s")
  private ActivityId activity;

  @EmbeddedColumnNaming("story_%s")
  private @Nullable StoryId story;

  @EmbeddedColumnNaming("offer_%s")
  private @Nullable OfferId offer;

  private boolean open;
  private String secret;
  private Instant createdAt;
  private UUID createdBy;
  @Version private @Nullable Integer version;

  protected LeadForm() {}

  LeadForm(LeadFormId id, Content content, UUID createdBy, Instant now) {
    this.id = id;
    this.open = true;
    this.consentVersion = 1;
    this.createdAt = now;
    this.createdBy = createdBy;
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    this.secret = Base64.getEncoder().encodeToString(key);
    change(content);
  }

  /**
   * What the page says and asks, and what becomes of an answer.
   *
   * @param slug the last part of its address
   * @param language {@code es} or {@code en}: the one that it speaks first
   * @param story the story that the page tells (R072)
   * @param offer what whoever fills it in asks for; a trial of it is opened for them
   * @param consentRequired whether nobody can send it without agreeing
   * @param doubleOptIn whether an answer counts only once it was confirmed by a letter
   * @param redirect where visitors go after sending, {@code https://}; null for our own thanks
   */
  public record Content(
      String slug,
      String language,
      FormDesign design,
      ActivityId activity,
      @Nullable StoryId story,
      @Nullable OfferId offer,
      boolean consentRequired,
      boolean doubleOptIn,
      @Nullable String redirect) {}

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

  /** Whether an answer counts only once it was confirmed by a letter. */
  public boolean confirmsByLetter() {
    return doubleOptIn;
  }

  Content content() {
    return new Content(
        slug, language, design, activity, story, offer, consentRequired, doubleOptIn, redirect);
  }

  FormDesign design() {
    return design;
  }

  /** The language that it speaks first. */
  String language() {
    return language;
  }

  /** The languages that it speaks, the first one first. */
  List<String> languages() {
    return Stream.of("es", "en")
        .filter(design.texts()::containsKey)
        .sorted(Comparator.comparing(l -> !l.equals(language)))
        .toList();
  }

  /** What it says in a language; in its first one where it does not speak that. */
  FormDesign.Texts texts(String spoken) {
    FormDesign.Texts texts = design.texts().get(spoken);
    return texts == null ? design.texts().get(language) : texts;
  }

  /** Which wording of its consent is in force, from 1. */
  public int consentVersion() {
    return consentVersion;
  }

  Optional<String> accent() {
    return Optional.ofNullable(accent);
  }

  /** Whose pages may show it in a frame. */
  public List<String> frameHosts() {
    return List.of(frameHosts);
  }

  /** Changes it; a new wording of the consent is a new version of it. */
  void change(Content content) {
    if (design != null && !wordings(design).equals(wordings(content.design()))) {
      consentVersion++;
    }
    slug = content.slug();
    language = content.language();
    design = content.design();
    title = texts(language).title();
    activity = content.activity();
    story = content.story();
    offer = content.offer();
    consentRequired = content.consentRequired();
    doubleOptIn = content.doubleOptIn();
    redirect = content.redirect();
  }

  /** Changes how it looks, and where else it may stand. */
  void dress(@Nullable String colour, List<String> hosts) {
    accent = colour;
    frameHosts = hosts.toArray(String[]::new);
  }

  /** What is agreed to, by language. */
  Map<String, String> wordings() {
    return wordings(design);
  }

  private static Map<String, String> wordings(FormDesign of) {
    Map<String, String> wordings = new TreeMap<>();
    of.texts().forEach((spoken, texts) -> wordings.put(spoken, texts.consent()));
    return wordings;
  }

  void close() {
    open = false;
  }

  void reopen() {
    open = true;
  }

  /**
   * A mark for a page that says when it was opened, and for which answer: nobody else can make one,
   * and it is worth one answer only.
   */
  String stamp(UUID answer, Instant opened) {
    return seal("opened " + answer, opened);
  }

  /** When the page with this mark was opened; empty for a mark that is not ours, or of another. */
  Optional<Instant> openedAt(UUID answer, @Nullable String stamp) {
    return sealedAt("opened " + answer, stamp);
  }

  /** A mark that somebody has looked at their answer again before they sent it. */
  String second(UUID answer, Instant at) {
    return seal("second " + answer, at);
  }

  Optional<Instant> secondAt(UUID answer, @Nullable String mark) {
    return sealedAt("second " + answer, mark);
  }

  /** A mark that somebody has sent the form, and may fetch its file for a while. */
  String ticket(Instant at) {
    return seal("ticket", at);
  }

  Optional<Instant> ticketAt(@Nullable String ticket) {
    return sealedAt("ticket", ticket);
  }

  private String seal(String what, Instant at) {
    String moment = Long.toString(at.toEpochMilli(), 36);
    return moment + "." + sign(what + " " + moment);
  }

  private Optional<Instant> sealedAt(String what, @Nullable String seal) {
    String[] parts = seal == null ? new String[0] : seal.split("\\.", 2);
    if (parts.length != 2
        || !MessageDigest.isEqual(
            sign(what + " " + parts[0]).getBytes(StandardCharsets.UTF_8),
            parts[1].getBytes(StandardCharsets.UTF_8))) {
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochMilli(Long.parseLong(parts[0], 36)));
  }

  /** The same for the same text, unreadable for whoever has it not. */
  String fingerprint(String text) {
    return sign("text " + text).substring(0, 32);
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
