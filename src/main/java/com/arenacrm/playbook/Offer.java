package com.arenacrm.playbook;

import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.Money;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What we offer: not a lower price but more value beside it (R026, R079, R080), without risk for
 * who takes it (R085).
 */
@Entity
@Table(schema = "playbook", name = "offer")
public class Offer {

  /** What somebody takes when they take it. */
  public enum Kind {
    SALE,
    TRIAL,
    DIAGNOSIS
  }

  /** Who may take it. */
  public enum ForWhom {
    NEW,
    EXISTING,
    ALL
  }

  /**
   * Something that comes with the price.
   *
   * @param worth what it would cost by itself, in the offer's currency
   */
  @Embeddable
  public record Item(String label, BigDecimal worth) {}

  /**
   * What is offered.
   *
   * @param productLine what offers are compared within; null for none
   * @param price in the currency; null when it is free
   * @param guarantee what takes the risk away
   * @param from the first day on which it can be taken; null for always
   * @param until the last day on which it can be taken; null for ever
   */
  public record Content(
      Kind kind,
      String name,
      @Nullable String productLine,
      @Nullable BigDecimal price,
      Currency currency,
      ForWhom forWhom,
      @Nullable String guarantee,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      List<Item> items) {

    public boolean isFree() {
      return price == null;
    }

    /** What all that comes with it is worth. */
    public Money worth() {
      return Money.of(
          items.stream().map(Item::worth).reduce(BigDecimal.ZERO, BigDecimal::add), currency);
    }

    /** Whether it could be taken until a day before that one. */
    public boolean isOver(LocalDate day) {
      return until != null && day.isAfter(until);
    }

    /** Whether it can be taken on that day. */
    public boolean holdsOn(LocalDate day) {
      return (from == null || !day.isBefore(from)) && (until == null || !day.isAfter(until));
    }
  }

  @EmbeddedId private OfferId id;

  @Enumerated(EnumType.STRING)
  private Kind kind;

  private String name;
  private @Nullable String productLine;
  private @Nullable BigDecimal price;
  private String currency;

  @Enumerated(EnumType.STRING)
  private ForWhom forWhom;

  private @Nullable String guarantee;
  private @Nullable LocalDate validFrom;
  private @Nullable LocalDate validUntil;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(
      schema = "playbook",
      name = "offer_item",
      joinColumns = @JoinColumn(name = "offer_id"))
  @OrderColumn(name = "position")
  private List<Item> items = new ArrayList<>();

  private @Nullable Instant retiredAt;
  private Instant createdAt;
  private UUID createdBy;
  @Version private @Nullable Integer version;

  protected Offer() {}

  Offer(OfferId id, Content content, UserId actor, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.createdBy = actor.id();
    change(content);
  }

  public OfferId id() {
    return id;
  }

  public String name() {
    return name;
  }

  public Content content() {
    return new Content(
        kind,
        name,
        productLine,
        price,
        Currency.getInstance(currency),
        forWhom,
        guarantee,
        validFrom,
        validUntil,
        List.copyOf(items));
  }

  /** When we stopped offering it; empty while we do. */
  public Optional<Instant> retiredAt() {
    return Optional.ofNullable(retiredAt);
  }

  public int version() {
    return version == null ? 0 : version;
  }

  /**
   * @throws RefusedException when a sale names nothing that comes with the price (R079)
   */
  void change(Content content) {
    if (content.kind() == Kind.SALE && content.items().isEmpty()) {
      throw new RefusedException("offer.items.required");
    }
    kind = content.kind();
    name = content.name();
    productLine = content.productLine();
    price = content.price();
    currency = content.currency().getCurrencyCode();
    forWhom = content.forWhom();
    guarantee = content.guarantee();
    validFrom = content.from();
    validUntil = content.until();
    if (!items.equals(content.items())) {
      items.clear();
      items.addAll(content.items());
    }
  }

  /** Is no longer offered; who took it keeps it. */
  void retire(Instant now) {
    if (retiredAt == null) {
      retiredAt = now;
    }
  }

  void bringBack() {
    retiredAt = null;
  }
}
