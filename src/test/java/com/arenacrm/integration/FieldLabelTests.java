package com.arenacrm.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.testing.ArenaTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;

/** A column that is called as its field is here, in either language, is known by that. */
@ArenaTest
class FieldLabelTests {

  @Autowired Importers importers;
  @Autowired MappingGuess guess;
  @Autowired MessageSource messages;
  @Autowired Cast cast;

  @Test
  void eachFieldIsKnownByItsOwnName() {
    List<String> unknown = new ArrayList<>();
    for (RowImporter importer : importers.all()) {
      for (Locale language : List.of(Locale.forLanguageTag("es"), Locale.ENGLISH)) {
        List<String> header =
            importer.fields().stream()
                .map(field -> messages.getMessage(field.label(), null, language))
                .toList();
        List<String> columns =
            guess
                .guess(importer, new Detection.Sample(header, List.of(), null), cast.andres())
                .columns();
        for (int i = 0; i < header.size(); i++) {
          String meant = importer.fields().get(i).key();
          boolean twice = header.indexOf(header.get(i)) != header.lastIndexOf(header.get(i));
          if (!columns.get(i).equals(meant) && !twice) {
            unknown.add(
                importer.key() + ": " + header.get(i) + " is " + columns.get(i) + ", not " + meant);
          }
        }
      }
    }
    assertThat(unknown).isEmpty();
  }
}
