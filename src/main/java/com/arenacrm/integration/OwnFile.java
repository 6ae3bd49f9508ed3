package com.arenacrm.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Lists that Arena gave out and that come back: their columns are known by their names, and their
 * records by Arena's own identifiers, so that only what somebody edited changes (Q42).
 */
@Component
class OwnFile {

  /** The column of identifiers in either language. */
  static final Set<String> ID_HEADERS = Set.of("Id de Arena", "Arena id");

  private static final List<Locale> LANGUAGES =
      List.of(Locale.forLanguageTag("es"), Locale.forLanguageTag("en"));

  private final MessageSource messages;

  OwnFile(MessageSource messages) {
    this.messages = messages;
  }

  static boolean isOne(List<String> header) {
    return !header.isEmpty() && ID_HEADERS.contains(header.get(0));
  }

  /** What the columns mean; those that Arena works out itself are left out. */
  List<String> columns(RowImporter importer, List<String> header) {
    List<String> columns = new ArrayList<>();
    for (String name : header) {
      columns.add(meaning(importer, name, columns));
    }
    return columns;
  }

  private String meaning(RowImporter importer, String name, List<String> taken) {
    if (ID_HEADERS.contains(name)) {
      return "outsideId";
    }
    for (Locale language : LANGUAGES) {
      String sign = messages.getMessage("export.readOnly", new Object[] {""}, language);
      if (name.endsWith(sign)) {
        return ImportMapping.DROP;
      }
      for (ImportField field : importer.fields()) {
        if (name.equals(messages.getMessage(field.label(), null, language))
            && !taken.contains(field.key())) {
          return field.key();
        }
      }
    }
    return importer.keepsOtherColumns() && !name.isEmpty()
        ? ImportMapping.KEEP
        : ImportMapping.DROP;
  }
}
