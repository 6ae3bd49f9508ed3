package com.arenacrm.leads;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What qualification asks about the purchase. With the person and the company they are the five
 * facts of a qualified prospect (R056).
 *
 * @param need what they need, and what of ours would meet it
 * @param budget what they can spend
 * @param authority who decides, and that we reach them
 * @param purchaseDate by when they mean to buy
 */
public record Facts(
    @Nullable String need,
    @Nullable String budget,
    @Nullable String authority,
    @Nullable LocalDate purchaseDate) {

  public static final Facts NONE = new Facts(null, null, null, null);
}
