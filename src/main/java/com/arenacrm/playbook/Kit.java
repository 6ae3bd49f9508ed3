package com.arenacrm.playbook;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * What a seller has at hand for one lead, deal or person (R028, R100): the story that they were
 * told, what the activity that brought them was given, and what else suits them.
 *
 * @param scripts filled from the record, those of the activity's kit first
 * @param battlecards about the competitor who is named in the deal
 * @param objections what customers say against it, and what to answer
 * @param email where a script may be sent; null where nobody knows
 * @param phone in international form, where a script may be sent; null where nobody knows
 */
public record Kit(
    @Nullable StoryCard story,
    @Nullable OfferCard offer,
    List<FilledScript> scripts,
    List<MaterialCard> material,
    List<MaterialCard> battlecards,
    List<MaterialCard> objections,
    @Nullable String email,
    @Nullable String phone) {

  /** What a record asks for. */
  public enum About {
    LEAD,
    DEAL,
    PERSON
  }

  /** What can be used. */
  public enum Item {
    SCRIPT,
    MATERIAL
  }

  /**
   * Whom the kit is for.
   *
   * @param scripts chosen for the activity that brought them
   * @param material chosen for that activity
   * @param roles what part they have in the purchase; none when nobody knows
   * @param competitor whom else they consider; several with commas between them
   * @param about whom it is for, people and companies: their own words are left out
   * @param facts what fills the scripts
   * @param typed what a seller wrote for what the record does not say; it gives way to what it says
   */
  public record Wanted(
      Collection<UUID> scripts,
      Collection<UUID> material,
      @Nullable StoryId story,
      @Nullable OfferId offer,
      @Nullable HourglassPhase phase,
      @Nullable ProfileId profile,
      Set<SpokenTo> roles,
      @Nullable String competitor,
      Set<UUID> about,
      Map<MergeField, String> facts,
      Map<MergeField, String> typed) {}

  /**
   * A story as others show it.
   *
   * @param parts the parts of the core message that it carries, as they are called now
   * @param retired whether we no longer tell it
   */
  public record StoryCard(
      UUID id, String title, String body, List<Carried> parts, boolean retired) {}

  /** A part of the core message that a story carries. */
  public record Carried(UUID id, String name) {}

  /**
   * An offer as others show it.
   *
   * @param better how it beats what existing customers have; null when it does not
   */
  public record OfferCard(UUID id, Offer.Content content, @Nullable BetterForNew better) {}

  /**
   * A script with what the record says.
   *
   * @param chosen whether it belongs to the kit of the activity
   * @param subject of an e-mail with it; empty where it has none
   * @param missing what it needs and the record does not say, whether a seller wrote it or not
   */
  public record FilledScript(
      UUID id,
      String title,
      @Nullable HourglassPhase phase,
      @Nullable SpokenTo spokenTo,
      boolean chosen,
      List<MergeText.Piece> subject,
      List<MergeText.Piece> pieces,
      List<MergeField> missing) {

    /** Whether neither the record nor a seller says all that the script needs. */
    public boolean hasGaps() {
      return Stream.concat(subject.stream(), pieces.stream()).anyMatch(p -> p.gap() != null);
    }

    /** The text, for the clipboard; what is missing is named by the caller's words. */
    public String text(Map<MergeField, String> names) {
      return text(pieces, names);
    }

    /** What stands above it in an e-mail, likewise; empty where it has none. */
    public String subject(Map<MergeField, String> names) {
      return text(subject, names);
    }

    /** The address that opens an e-mail to somebody with this text, to be read and sent. */
    public String mail(String email, Map<MergeField, String> names) {
      String body = "body=" + encoded(text(names).replace("\r\n", "\n").replace("\n", "\r\n"));
      return "mailto:"
          + UriUtils.encode(email, StandardCharsets.UTF_8).replace("%40", "@")
          + "?"
          + (subject.isEmpty() ? "" : "subject=" + encoded(subject(names)) + "&")
          + body;
    }

    /**
     * The address that opens a WhatsApp message to somebody with this text, to be read and sent.
     *
     * @param phone in international form, with its plus
     */
    public String whatsApp(String phone, Map<MergeField, String> names) {
      return "https://wa.me/" + phone.replaceAll("\\D", "") + "?text=" + encoded(text(names));
    }

    private static String encoded(String text) {
      return UriUtils.encode(text, StandardCharsets.UTF_8);
    }

    private static String text(List<MergeText.Piece> pieces, Map<MergeField, String> names) {
      return pieces.stream()
          .map(p -> p.gap() == null ? p.text() : "[" + names.get(p.gap()) + "]")
          .collect(Collectors.joining());
    }
  }

  /** A piece of material. */
  public record MaterialCard(UUID id, boolean chosen, Material.Content content) {}

  /** Whether a script can be sent as a message by telephone. */
  public boolean takesMessages() {
    return phone != null && new PhoneNumber(phone).takesMessages();
  }

  /** What can be used of it. */
  public List<UUID> items() {
    return Stream.concat(
            scripts.stream().map(FilledScript::id),
            Stream.of(material, objections, battlecards)
                .flatMap(List::stream)
                .map(MaterialCard::id))
        .toList();
  }

  /** For each item an identifier of a use of it, so that sending a form twice counts it once. */
  public Map<UUID, UUID> useIds(Supplier<UUID> next) {
    Map<UUID, UUID> ids = new HashMap<>();
    items().forEach(item -> ids.put(item, next.get()));
    return ids;
  }
}
