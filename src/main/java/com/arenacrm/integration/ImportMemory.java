package com.arenacrm.integration;

import com.arenacrm.identity.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What each person chose for files with the same columns, so that the next one starts with it. */
@Component
class ImportMemory {

  private static final TypeReference<Map<String, Map<String, String>>> VALUES =
      new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ImportMemory(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Optional<ImportMapping> recall(UserId user, String importer, List<String> header) {
    return jdbc.sql(
            """
            select mapping from integration.import_memory
            where user_id = ? and importer = ? and signature = ?
            """)
        .params(user.id(), importer, signature(header))
        .query(String.class)
        .optional()
        .map(mapping -> json.readValue(mapping, ImportMapping.class));
  }

  /** The sources that anybody has named, the latest first. */
  List<String> sources() {
    return jdbc.sql(
            """
            select mapping ->> 'source' from integration.import_memory
            where mapping ->> 'source' <> '' group by 1 order by max(used_at) desc limit 20
            """)
        .query(String.class)
        .list();
  }

  /**
   * What this person said that values of each field mean, in whatever file and under whatever
   * header: of a value that they explained more than once, what they said last. What a year was
   * meant of belongs to its file.
   */
  Map<String, Map<String, String>> valuesOf(UserId user, String importer) {
    Map<String, Map<String, String>> values = new LinkedHashMap<>();
    jdbc.sql(
            """
            select mapping -> 'values' from integration.import_memory
            where user_id = ? and importer = ? order by used_at, signature
            """)
        .params(user.id(), importer)
        .query(String.class)
        .list()
        .forEach(
            said ->
                json.readValue(said, VALUES)
                    .forEach(
                        (field, meanings) -> {
                          if (!ImportRow.isYearKey(field)) {
                            values
                                .computeIfAbsent(field, f -> new LinkedHashMap<>())
                                .putAll(meanings);
                          }
                        }));
    return values;
  }

  /** What this person chose last, in whatever file. */
  Optional<ImportMapping> lastOf(UserId user, String importer) {
    return jdbc.sql(
            """
            select mapping from integration.import_memory
            where user_id = ? and importer = ? order by used_at desc limit 1
            """)
        .params(user.id(), importer)
        .query(String.class)
        .optional()
        .map(mapping -> json.readValue(mapping, ImportMapping.class));
  }

  /** Keeps it for the next file; values that this file did not have stay as they were. */
  void remember(UserId user, String importer, ImportMapping said, Instant now) {
    ImportMapping mapping = said.withValues(allValues(user, importer, said));
    jdbc.sql(
            """
            insert into integration.import_memory (user_id, importer, signature, mapping, used_at)
            values (?, ?, ?, cast(? as jsonb), ?)
            on conflict (user_id, importer, signature)
            do update set mapping = excluded.mapping, used_at = excluded.used_at
            """)
        .params(
            user.id(),
            importer,
            signature(mapping.header()),
            json.writeValueAsString(mapping),
            now.atOffset(ZoneOffset.UTC))
        .update();
  }

  private Map<String, Map<String, String>> allValues(
      UserId user, String importer, ImportMapping said) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    recall(user, importer, said.header()).ifPresent(before -> all.putAll(before.values()));
    said.values()
        .forEach(
            (field, meanings) -> {
              if (!said.mapped().contains(ImportRow.fieldOf(field))) {
                return; // It was said of other files, and is remembered with them.
              }
              Map<String, String> merged = new LinkedHashMap<>(all.getOrDefault(field, Map.of()));
              merged.putAll(meanings);
              all.put(field, merged);
            });
    return all;
  }

  private static String signature(List<String> header) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\u001f", header).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
