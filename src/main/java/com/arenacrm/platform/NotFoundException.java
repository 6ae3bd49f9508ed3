package com.arenacrm.platform;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * What was asked for does not exist, or not for this viewer: the answer is the same, so that nobody
 * learns of records that they may not see (Q21).
 */
@ResponseStatus(HttpStatus.NOT_FOUND)
public class NotFoundException extends RuntimeException {

  public NotFoundException() {
    super(null, null, false, false);
  }
}
