package com.arenacrm.leads.forms;

import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor sent.
 *
 * @param id made when the page was opened, so that sending it twice counts once
 * @param language in which they read the page
 * @param name as they typed it; null where the form does not ask for it
 * @param answers to the form's own fields, by field; what may be chosen stands in the form's first
 *     language
 * @param wording what they agreed to, word for word; null when they did not agree
 * @param trap what stands in the field that people do not see
 * @param opened when they opened the page
 * @param looked whether they have looked at it a second time
 * @param address from where they sent it
 */
public record Sent(
    UUID id,
    String language,
    @Nullable String name,
    @Nullable EmailAddress email,
    @Nullable PhoneNumber phone,
    @Nullable String company,
    Map<String, String> answers,
    List<Attachment> files,
    @Nullable String wording,
    Campaign campaign,
    @Nullable String trap,
    Instant opened,
    boolean looked,
    String address) {

  /** A file that came along. */
  public record Attachment(String field, String name, String type, byte[] content) {}
}
