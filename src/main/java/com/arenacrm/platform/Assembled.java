package com.arenacrm.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A file that the application puts together at start-up from parts in its jar. Its address changes
 * with its content, so browsers may keep it for a year.
 */
record Assembled(String address, byte[] content, MediaType type) {

  static Assembled of(String path, String text, String type) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    CRC32 sum = new CRC32();
    sum.update(content);
    return new Assembled(
        path + "?v=" + Long.toHexString(sum.getValue()), content, MediaType.valueOf(type));
  }

  ResponseEntity<byte[]> answer() {
    return ResponseEntity.ok()
        .contentType(type)
        .cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic())
        .body(content);
  }

  static String read(String path) {
    try {
      return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The application lacks " + path, e);
    }
  }
}
