package com.arenacrm.pipeline.lines;

import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.RowImporter;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which product of the list a row of a file means: the one that the person who imports said, also
 * one that comes in together with the file; where nobody was asked, the one that is called alike
 * but for blanks, signs, capitals and accents.
 */
public final class ProductNames {

  /** The kind of record, and the key of the field of a file that names one. */
  public static final String PRODUCT = "product";

  private final Set<UUID> ids = new HashSet<>();
  private final Map<String, @Nullable UUID> byKey = new HashMap<>();

  private ProductNames() {}

  /** The products that these rows may mean. */
  public static ProductNames of(Products products, List<ImportRow> rows, ImportPass pass) {
    ProductNames names = new ProductNames();
    Set<String> keys = new HashSet<>();
    for (ImportRow row : rows) {
      String text = row.text(PRODUCT);
      String said = row.named(PRODUCT);
      if (text != null) {
        keys.add(key(text));
      }
      if (said != null && said.startsWith(RowImporter.CALLED)) {
        keys.add(key(said.substring(RowImporter.CALLED.length())));
      }
    }
    if (!keys.isEmpty()) {
      products.all().forEach(p -> names.add(key(p.name()), p.id()));
      pass.ghosts()
          .find(PRODUCT, keys.stream().map(ProductNames::ghostKey).toList(), List.of())
          .forEach(
              ghost ->
                  ghost.keys().stream()
                      .filter(k -> k.startsWith(ghostKey("")))
                      .forEach(k -> names.add(k.substring(ghostKey("").length()), ghost.id())));
    }
    return names;
  }

  private void add(String key, UUID id) {
    ids.add(id);
    UUID other = byKey.get(key);
    // Of two that are called alike it is neither.
    byKey.put(key, byKey.containsKey(key) && !id.equals(other) ? null : id);
  }

  /** The product of a row with a field of type NAMED that is called {@code product}. */
  public @Nullable UUID of(ImportRow row) {
    String text = row.text(PRODUCT);
    String said = row.named(PRODUCT);
    if (text == null || (said != null && said.isEmpty())) {
      return null;
    }
    if (said == null) {
      return byKey.get(key(text));
    }
    if (said.startsWith(RowImporter.CALLED)) {
      return byKey.get(key(said.substring(RowImporter.CALLED.length())));
    }
    UUID id = UUID.fromString(said);
    return ids.contains(id) ? id : null;
  }

  /** The letters and digits of a name in lower case without accents. */
  static String key(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]", "");
  }

  static String ghostKey(String key) {
    return "alike:" + key;
  }
}
