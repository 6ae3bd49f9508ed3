package com.arenacrm.integration.records;

import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.Reason;
import com.arenacrm.integration.sheets.MoneyText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The currency in which a row means its amount: by a mark beside the figures, or by a column. */
public final class RowCurrency {

  /** The field whose column names the currency of each row. */
  public static final String FIELD = "currency";

  private RowCurrency() {}

  /** Why the currency cannot be told; empty when it can, or when the row says nothing of it. */
  public static Optional<Reason> problem(ImportRow row, String amount) {
    String column = row.text(FIELD);
    String mark = row.currency(amount);
    Optional<String> said = column == null ? Optional.empty() : MoneyText.meaning(column);
    if (column != null && said.isEmpty()) {
      return Optional.of(Reason.of("import.refused.currency", column));
    }
    return mark != null && said.isPresent() && !said.get().equals(mark)
        ? Optional.of(Reason.of("import.refused.currencies", mark, said.get()))
        : Optional.empty();
  }

  /** Its ISO code; null when the row says nothing of it. */
  public static @Nullable String of(ImportRow row, String amount) {
    String column = row.text(FIELD);
    return column == null ? row.currency(amount) : MoneyText.meaning(column).orElse(null);
  }
}
